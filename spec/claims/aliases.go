package claims

import "slices"

// aliases has the former whole text of each spec whose text was changed, and its
// text now. By it, expected failures, permalinks and earlier reports that know
// the former text stay valid. An entry is never removed.
var aliases = map[string]string{
	"A send that fails says so when the peer has closed, by a later call at the latest":                                                             "A send that fails says so when the peer has closed and answers with a reset, as TCP advises",
	"A client process whose peer has gone is told by send, and no signal kills it when the peer has closed":                                         "A client process whose peer has gone is told by send, and no signal kills it when the peer has closed, and answers with a reset as TCP advises",
	"SendAll to a peer that goes away while it waits fails when the peer closes with bytes unread":                                                  "SendAll to a peer that goes away while it waits fails when the peer closes with bytes unread, as TCP advises, or sends the rest in vain",
	"A peer that has gone makes send fail, though the first calls may succeed":                                                                      "A peer that has gone makes send fail, as TCP advises, though the first calls may succeed",
	"A peer that has gone makes sendall fail, though the first calls may succeed":                                                                   "A peer that has gone makes sendall fail, as TCP advises, though the first calls may succeed",
	"Sending on the wire to a peer that has closed succeeds once, is answered by a RST, and fails from then on":                                     "Sending on the wire to a peer that has closed succeeds once, and fails from then on if a RST answers, as TCP advises",
	"A buffer's size decides how much a peer that does not read can be sent":                                                                        "A buffer's size may decide how much a peer that does not read can be sent",
	"A timeout that has passed in connect leaves the attempt under way: the connection may still be made":                                           "A timeout that has passed in connect leaves the attempt under way, or aborts it, and the next client is served",
	"A timeout that has passed in connect leaves the attempt under way, as a second connect tells":                                                  "A timeout that has passed in connect has a second connect tell what became of the attempt",
	"The handshake on a wire that loses segments when the answer comes after connect has timed out goes on without connect: the connection is made": "The handshake on a wire that loses segments when the answer comes after connect has timed out is acknowledged if the attempt goes on, and reset if it was aborted",
	"A UDP socket is not told when nobody has received what it sent":                                                                                "A UDP socket is told at the most once when nobody has received what it sent",
	"A connect that fails says something, on a socket that listens":                                                                                 "A connect that fails may say something on a socket that listens, or make it a client",
	"A socket whose connect was refused has no peer":                                                                                                "A socket whose connect was refused has no peer, or names the one that refused",
	"Bind that has to fail says that the socket is bound already":                                                                                   "Bind that has to fail says that the socket is bound already, unless the protocol supports another bind",
	"The address that accept returns is empty for a Unix client that has no name":                                                                   "The address that accept returns may be anything for a Unix client that has no name",
	"The timeout of a socket is refused, and stays what it was, when it is to be longer than a clock can count":                                     "The timeout of a socket may be refused when it is longer than a clock can count, and then stays what it was",
	"What close sends of a listener is a RST to a client that waits in its queue":                                                                   "What close sends of a listener is a RST to a client that waits in its queue, or a FIN",
	"The backlog that no system can mean is refused, and the socket is as it was":                                                                   "The backlog that no system can mean is refused or reduced, and the socket still listens",
}

// Current returns the present text of a spec, given its present text or a former
// one.
func Current(spec string) string { return current(aliases, spec) }

// Former returns the former texts of a spec, given its present text, sorted.
func Former(spec string) []string { return former(aliases, spec) }

func current(aliases map[string]string, spec string) string {
	// A text may have changed twice. No text comes back: see the test.
	for range aliases {
		next, changed := aliases[spec]
		if !changed {
			break
		}
		spec = next
	}

	return spec
}

func former(aliases map[string]string, spec string) (texts []string) {
	for old := range aliases {
		if current(aliases, old) == spec {
			texts = append(texts, old)
		}
	}
	slices.Sort(texts)

	return texts
}
