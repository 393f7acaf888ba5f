package render

import "slices"

// mainDrawings are the specs whose drawings show best what a claim says: the first by
// itself or, where there are several, side by side. A claim that is not here has the
// drawing of the first of its specs that has one which is not too long.
var mainDrawings = map[string][]string{
	// Neither is there anything like the first on the wire for a UDP socket.
	"concept.only-tcp-connects": {
		"The handshake on the wire takes three segments, each of which acknowledges the one before",
		"Connect on the wire is nothing of a UDP socket: the first datagram is the first to be sent",
	},
	"concept.listening-answers":    {"The handshake on the wire is refused by a RST where nobody listens, which acknowledges the SYN"},
	"client.connect-failure":       {"The handshake on a wire that loses segments when all that the client sends is lost has connect fail when its time is over"},
	"client.send-failure-reported": {"Sending on the wire to a peer that has closed succeeds once, and fails from then on if a RST answers, as TCP advises"},
	"sendall.not-delivery":         {"Sending on the wire is done for sendall when the system has the bytes, though the wire loses all of them"},
	"listen.close-resets":          {"What close sends of a listener is a RST to a client that waits in its queue, or a FIN"},
	"timeout.survivable":           {"The handshake on a wire that loses segments when the answer comes after connect has timed out is acknowledged if the attempt goes on, and reset if it was aborted"},
	"handshake.syn":                {"The handshake on the wire begins with a SYN, which acknowledges nothing"},
	"handshake.syn-ack":            {"The handshake on the wire while the answer is kept back has the server's system answer, though nobody has called accept"},
	"handshake.connect-returns":    {"The handshake on the wire while the answer is kept back has connect return when the answer is let go"},
	"handshake.accept-returns":     {"The handshake on the wire while the client's ACK is kept back has accept return when the ACK is let go"},
	"handshake.then-data":          {"The handshake on the wire while the client's ACK is kept back lets the client send already, and the server receives it after accept"},
	"close.active-fin":             {"Closing on the wire when the client closes first begins with a FIN of the client"},
	"close.passive-ack":            {"Closing on the wire when the client closes first has the FIN acknowledged, though the server calls nothing"},
	"close.passive-fin":            {"Closing on the wire when the client closes first has a FIN of the server when it closes too"},
	"close.final-ack":              {"Closing on the wire when the client closes first leaves the client in TIME-WAIT and nothing at the server"},
	"close.four-or-three": {
		"Closing on the wire when the client closes first takes three or four if the server closes as soon as it learns of that",
		"Closing on the wire when the client closes first takes four segments if the server closes after its ACK was sent",
	},
	"close.unread-resets": {
		"What close sends when data was received and not read is a RST, as TCP advises, or a FIN",
		"What close sends when all of it was read is a FIN and no RST",
	},
	"close.last-reference": {"What close sends while another descriptor of the connection is open is a FIN when the other one is closed as well"},
	"close.shutdown":       {"Closing on the wire of the write side alone leaves the other direction open: data is sent and acknowledged"},
	"shutdown.states":      {"Shutdown of a connection that is ESTABLISHED, for sending, ends the stream: FIN-WAIT-2, once the peer's system knows"},
	"shutdown.wakes":       {"Shutdown while connect waits may end the attempt, and connect says so on both sides"},

	"connect.begins":          {"A connect that does not wait while nothing has answered goes on by itself: the connection is there when the answer comes"},
	"connect.already":         {"A connect that does not wait while nothing has answered says that it is under way already, when it is asked again"},
	"connect.asked-again":     {"A connect that did not wait, once it is made has connect say that the socket is connected, after that"},
	"connect.tells":           {"A connect that did not wait, once it is refused is told once: by recv"},
	"connect.after-refusal":   {"A connect that did not wait, once it is refused may try again, or not, and a new socket always may: when connect has told"},
	"connect.shutdown-aborts": {"An attempt to connect is over when its socket is closed: the answer is reset, and nobody accepted"},
	"readiness.connect":       {"A connect that does not wait when it is answered makes the socket writable, and not readable"},
	"readiness.data":          {"A connection on a wire becomes readable when data arrives, and not when it is sent"},
	"readiness.listener":      {"A listener on a wire is readable when the handshake is complete, and not when it has begun"},
	"signal.connect-goes-on":  {"A connect that waits, when a signal is caught whose handler was installed without SA_RESTART goes on without the call: it is made when the server answers"},
	"option.nodelay": {
		"Small sends on the wire without it wait for the acknowledgment of the one before, and then go out",
		"Small sends on the wire with TCP_NODELAY go out at once, though the one before is not acknowledged",
	},
	"option.linger-aborts":     {"Close with SO_LINGER on for 0 seconds, on the wire, sends a RST, which ends the connection at both ends, if it is in ESTABLISHED"},
	"urgent.not-urgent":        {"Urgent data on its way does not bring what was sent before it: that is still waited for, when it is late"},
	"recv.removed-once":        {"Recv of segments that overlap returns every byte once where a segment begins in what has come"},
	"recv.end-of-stream":       {"Recv on a bad wire returns data that the FIN has overtaken, and the end behind it"},
	"peer.vanished":            {"A peer that has vanished and was sent something has send succeed, once and again"},
	"peer.rebooted":            {"A peer that has rebooted has recv fail with ECONNRESET once it was sent something"},
	"peer.zero-window":         {"A peer that does not read has its window closed when it has no room left"},
	"peer.icmp-connect":        {"An error of ICMP about a SYN is told by connect, or the SYN is sent again that the host is unreachable"},
	"peer.icmp-soft":           {"An error of ICMP about data of a connection that is made leaves the connection as it is, if it is soft that the host is unreachable"},
	"datagram.error-next-call": {"An error of ICMP about a datagram of a socket that has a peer is told once by the next call, or not at all, and the socket works on: port unreachable"},
	"connect.chooses":          {"Connect on a socket that nobody has bound has begun by giving it one: an attempt under way has an address"},
	"connect.to-unspecified":   {"A connect to the unspecified address is in no segment"},
	"option.timeo":             {"Connect on a descriptor with SO_SNDTIMEO may return before it is answered, and the attempt goes on"},
	"option.maxseg":            {"The longest segment is told in the SYN of either side, and neither sends a longer one"},
	"readiness.exceptional":    {"A set of select is that for exceptions or not, when a connect has failed; it is that for writing"},
	"signal.eintr":             {"A connect that waits, when a signal is caught whose handler was installed without SA_RESTART fails with EINTR"},
	"signal.restart":           {"A connect that waits, when a signal is caught goes on, or fails with EINTR, if its handler was installed with SA_RESTART"},
}

// takeDrawings are those to be looked at before all others, of the specs that the claim
// names for it: all that the first has, and beside them one of each other. They are the
// claim's, and not shown at the spec again, unless that is another claim's.
func (b *book) takeDrawings(id string, mine, merged []*spec) (first, beside []figure) {
	for _, name := range mainDrawings[id] {
		figures := b.figuresOf(name, id, merged)
		switch {
		case len(figures) == 0:
		case first == nil:
			first = figures
		default:
			beside = append(beside, figures[0])
		}
	}
	if first != nil {
		return first, beside
	}

	return b.figuresOf(bestDrawn(mine), id, merged), nil
}

// figuresOf are the figures of a spec, for a claim. If it is the spec's, the spec has
// them no more.
func (b *book) figuresOf(name, claim string, merged []*spec) []figure {
	at := slices.IndexFunc(merged, func(s *spec) bool { return s.ID == name })
	if at < 0 {
		return nil
	}
	s := merged[at]
	if _, known := b.drawings[s]; !known {
		b.drawings[s] = slices.Clone(s.Figures)
		for i := range b.drawings[s] {
			b.drawings[s][i].Spec = s
		}
	}
	if slices.Contains(s.Claims, claim) {
		s.Figures = nil
	}

	return b.drawings[s]
}

// withFrames has the book have the frames of some figures in it, so that a file alone has
// those of the main drawings. Of all others it says where they are.
func withFrames(figures []figure) {
	for i := range figures {
		if f := &figures[i]; f.Frames != nil {
			f.FramesHere = f.Frames.data()
		}
	}
}
