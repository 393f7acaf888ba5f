package known

import "socketspec/spec"

// Netstack returns what gVisor's netstack is known to do wrong, in this process or in
// another one.
func Netstack() []spec.Option {
	return append(refusals(),
		spec.ExpectFailure("A socket of ICMP on one of two hosts asks one host after the other: it has no peer to keep to",
			"an echo that a host asks of its own address, other than loopback, is not answered (RFC 1122, 3.2.2.6: it MUST be): "+
				"it goes through the loopback interface, where that address is a temporary one, and for those no reply is made",
			"gVisor's pkg/tcpip/network/ipv4/icmp.go, handleICMP (localAddressTemporary), and pkg/tcpip/stack/stack.go, loopbackLocalRoute; google/gvisor pull requests 11609 and 13189"),
		spec.ExpectFailure("Closing on the wire when the client closes first has the FIN sent until it arrives, also behind data that was lost",
			"a FIN that is lost once more when data before it has been recovered is not sent again, ever (RFC 9293, 3.4 and 3.8.1): "+
				"what is under way is counted by payload then, of which a FIN has none, and the timer is started only while something is",
			"gVisor's pkg/tcpip/transport/tcp/snd.go, SetPipe and postXmit (Outstanding); no report of it was found upstream"),
		doesNotLinger("Close after data was received with SO_LINGER on for a minute waits for what was not sent yet"),
		doesNotLinger("Close of a socket that has more to send than there is room for waits with SO_LINGER on for a minute, until all is sent, when calls on it may wait"),
		doesNotLinger("Close of a socket that has more to send than there is room for waits with SO_LINGER on for a minute, until all is sent, when calls on it may not wait"),
		doesNotLinger("Close of sockets with SO_LINGER on for a second, whose peers receive nothing, returns when that is over, and not before, whether calls on them may wait or not"),
	)
}

func doesNotLinger(text string) spec.Option {
	return spec.ExpectFailure(text,
		"close of an endpoint does not wait for SO_LINGER's time (POSIX close(): it blocks until all is transmitted): that is left to gVisor's kernel, which is not part of it",
		"gVisor's pkg/sentry/socket/netstack/netstack.go, sock.Release, which waits; pkg/tcpip/transport/tcp/endpoint.go, Endpoint.Close, which does not")
}

// refusals are specs in which SO_ERROR tells of a refused connect.
func refusals() []spec.Option {
	return []spec.Option{
		tellsTwice("A pending error that a connect was refused is told once, to recv, if it asks first"),
		tellsTwice("A pending error that a connect was refused is told once, to SO_ERROR, if it asks first"),
		tellsTwice("A pending error that a connect was refused is not told again when connect itself has told it"),
		tellsTwice("Each call on a TCP socket gives what the state allows: refused, and nobody was told", "SO_ERROR"),
		tellsTwice("Each call on a TCP socket gives what the state allows: refused, told by connect", "SO_ERROR"),
		tellsTwice("Each call on a TCP socket gives what the state allows: refused, told by a second connect", "SO_ERROR"),
		tellsTwice("Each call on a TCP socket gives what the state allows: refused, told by SO_ERROR", "SO_ERROR"),
		tellsTwice("A sequence of calls gives what the model allows, by every rule and in any order", "SO_ERROR when refused", "SO_ERROR when refused pending"),
		tellsTwice("A connect that did not wait, once it is refused is told once: by SO_ERROR"),
		tellsTwice("A connect that did not wait, once it is refused is told once: by recv"),
		tellsTwice("A connect that did not wait, once it is refused is told once: by send"),
	}
}

func tellsTwice(text string, calls ...string) spec.Option {
	const (
		reason = "SO_ERROR tells twice that a connect was refused, or once more when connect or recv has told it " +
			"(POSIX XSH 2.10.10: the error is returned, and cleared): the endpoint keeps it in two places, and clears one of them"
		reference = "gVisor's pkg/tcpip/transport/tcp/connect.go, handshakeFailed (hardError and lastError), and endpoint.go, LastError; google/gvisor issue 6666 asks that SO_ERROR consume what it tells"
	)
	if len(calls) > 0 {
		return spec.ExpectCells(text, reason, reference, calls...)
	}

	return spec.ExpectFailure(text, reason, reference)
}
