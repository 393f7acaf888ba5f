package known

import "socketspec/spec"

// Where the ways of gVisor's kernel are written.
const (
	gvisorSockets = "gVisor's pkg/sentry/socket/netstack/netstack.go: "
	gvisorUnix    = "gVisor's pkg/sentry/socket/unix/transport/"
)

// GVisor returns what gVisor's kernel is known to do wrong: what programs see that runsc
// runs. Its TCP/IP is netstack's, and so are some of the defects.
func GVisor() (options []spec.Option) {
	for _, more := range [][]spec.Option{gvisorRefusals(), gvisorUrgent(), gvisorOptions(), gvisorMarks(), gvisorLinger(), gvisorShutdowns(), gvisorOthers()} {
		options = append(options, more...)
	}

	return options
}

// gvisorRefusals are of connects that were refused.
func gvisorRefusals() (options []spec.Option) {
	for _, text := range []string{
		"A pending error that a connect was refused is told once, to recv, if it asks first",
		"A pending error that a connect was refused is told once, to SO_ERROR, if it asks first",
		"A pending error that a connect was refused is not told again when connect itself has told it",
	} {
		options = append(options, tellsTwice(text))
	}
	for _, state := range []string{"and nobody was told", "told by connect", "told by a second connect", "told by SO_ERROR"} {
		options = append(options, tellsTwice(tcpRow+"refused, "+state, "SO_ERROR"))
	}

	return options
}

// gvisorUrgent are of urgent data, of which gVisor's TCP knows nothing.
func gvisorUrgent() []spec.Option {
	return all("MSG_OOB is taken and does nothing: the byte is sent and received as an ordinary one (POSIX send(): [EOPNOTSUPP] where the flag is not supported), SO_OOBINLINE is always on, and there is no mark",
		gvisorSockets+"recvmsg and sendmsg do not look at MSG_OOB; pkg/tcpip/socketops.go, GetOutOfBandInline; SIOCATMARK is not in Ioctl",
		"A receive with MSG_OOB, when urgent data has come and nothing else, returns it on a socket without a time limit",
		"A receive with MSG_OOB, when urgent data has come and nothing else, returns it on a socket that may not wait",
		"A receive with MSG_OOB, when urgent data has come and nothing else, may time out on a socket with a time limit, and leaves it then",
		"Urgent data with SO_OOBINLINE is not received with MSG_OOB, which is an error",
		"SO_OOBINLINE is off at first",
		"SO_OOBINLINE is on when it was set, and off when it was taken away",
		"A byte that is sent with MSG_OOB is not among the ordinary data",
		"A byte that is sent with MSG_OOB is not among them either when nobody has asked for it",
		"A byte that is sent with MSG_OOB is received before what was sent before it, if it is asked for first",
		"A byte that is sent with MSG_OOB leaves the ordinary data to itself: both sides go on",
		"Several bytes that are sent with MSG_OOB end what is urgent at the last, and not at the next that is sent",
		"Recv with MSG_OOB is an error when nothing urgent was sent, and does not wait",
		"Recv with MSG_OOB is one when there is ordinary data, and leaves that alone",
		"Recv with MSG_OOB is one when the byte was received",
		"Recv with MSG_OOB is one at the side that has sent it",
		"The mark is at the beginning when nothing was sent before",
		"The mark is not there when nothing urgent was sent",
		"The mark is not there for the side that sends",
		"A socket with urgent data has an exceptional condition, to select",
		"A socket with urgent data has data of high priority, to poll",
		"A socket with urgent data is not readable, when it is all there is",
		"A socket with urgent data is not readable to poll either",
		"A socket with urgent data is readable as well when there is ordinary data",
		"A socket with urgent data is not readable when it was received, to poll, whether it has the condition still or not",
		"A socket with urgent data has the condition still, to select, or has not: the mark is there",
		"A socket with urgent data does not have recv return: that waits for ordinary data",
		"The owner of a socket is told of urgent data by SIGURG",
		"The owner of a socket is told of the next as well",
		"A capability that is claimed is there, and one that is denied is not: urgent-mark, to tell where urgent data was sent",
	)
}

// gvisorOptions are of options that cannot be set.
func gvisorOptions() []spec.Option {
	return all("an option that the system does not know, or that only tells, is set without an error, and without effect (POSIX setsockopt(): [ENOPROTOOPT])",
		gvisorSockets+"setSockOptSocket, setSockOptTCP and SetSockOpt count what they do not know (incrementBadSetSocketOptionMetric), and return nil",
		"An option that tells is refused when it is set, and tells what it did: the type",
		"An option that tells is refused when it is set, and tells what it did: the family",
		"An option that tells is refused when it is set, and tells what it did: the protocol",
		"An option that tells is refused when it is set, and tells what it did: whether it listens",
		"An option that tells is refused when it is set, and tells what it did: the pending error",
		"An option that there is not can be neither set nor read: of the socket itself",
		"An option that there is not can be neither set nor read: of TCP",
		"An option that a system has of its own can be set and read, or neither: SO_BUSY_POLL",
		"A level that is that of no protocol has no option to set",
		"A connection whose end was asked for an option that there is not goes on as before",
	)
}

// gvisorMarks are of the low-water marks.
func gvisorMarks() []spec.Option {
	return all("SO_RCVLOWAT and SO_SNDLOWAT are set without an error, and without effect (POSIX XSH 2.10.16: recv waits for the mark; an option that cannot be set fails)",
		gvisorSockets+"setSockOptSocket, at SO_RCVLOWAT, has a note that it is to be supported",
		"SO_RCVLOWAT may be an option that cannot be set, and is what it was then",
		"Recv on a socket whose SO_RCVLOWAT is 5 waits when less has come",
		"Recv on a socket whose SO_RCVLOWAT is 5 returns when as much has come",
		"Recv on a socket whose SO_RCVLOWAT is 5 may overlook, when it has found less than the mark, that the rest comes, and loses nothing",
		"SO_SNDLOWAT may be an option that cannot be set, and is what it was then",
	)
}

// gvisorLinger are of a close that lingers.
func gvisorLinger() []spec.Option {
	return all("close with SO_LINGER on waits until both sides have closed, or for the whole time (POSIX XSH 2.10.16: until all data is sent, or for the time)",
		gvisorSockets+"sock.Release waits for EventHUp",
		"Close of a socket that has more to send than there is room for waits with SO_LINGER on for a minute, until all is sent, when calls on it may wait",
		"Close of a socket that has more to send than there is room for waits with SO_LINGER on for a minute, until all is sent, when calls on it may not wait",
		"Close of sockets with SO_LINGER on for a second, whose peers receive nothing, returns when that is over, and not before, whether calls on them may wait or not",
		"Close after data was received with SO_LINGER on for a minute ends the stream and resets nothing",
		"Close after data was received with SO_LINGER on for a minute loses nothing that was not sent yet",
		"Close after data was received with SO_LINGER on for a minute waits for what was not sent yet",
	)
}

// gvisorShutdowns are of UDP sockets that receive no more.
func gvisorShutdowns() []spec.Option {
	const (
		reason = "a recv that may not wait says EAGAIN on a socket for datagrams that receives no more, as on Linux, but there poll tells it apart (POLLRDHUP): " +
			"package sockets, which never waits in recv, waits for good (POSIX shutdown(): it disables receiving; a recv that may wait returns at once)"
		reference = gvisorSockets + "RecvMsg, at ErrClosedForReceive; pkg/tcpip/transport/udp/endpoint.go, Readiness, which tells POLLIN alone"
	)

	return append(all(reason, reference,
		"Shutdown of a UDP socket with a peer for receiving makes recv return nothing, at once, when that side alone is shut down",
		"Shutdown of a UDP socket with a peer for receiving makes recv return nothing, at once, when both sides are shut down",
		"Shutdown of a UDP socket with a peer for receiving delivers what comes later, or throws it away, and the sender is not told"),
		spec.Skip("A socket of UDP that has shut its receiving side down may be readable, and a recv that may wait does not then", reason, reference))
}

// gvisorOthers are each of its own kind.
func gvisorOthers() []spec.Option {
	return []spec.Option{
		spec.ExpectFailure("A socket that cannot be whose address is of another family is not connected",
			"connect to an address of another family says EINVAL (POSIX connect(): [EAFNOSUPPORT])", gvisorSockets+"sock.Connect, checkFamily"),
		spec.ExpectCells("Each call on a Unix stream socket gives what the state allows: accepted",
			"a connected socket can be made to listen (POSIX listen(): [EINVAL])", gvisorUnix+"connectioned.go, Listen", "listen"),
		spec.ExpectCells("Each call on a Unix datagram socket gives what the state allows: new",
			"a socket without a peer is never writable (POSIX poll(): POLLOUT where a send would not block)", gvisorUnix+"connectionless.go, Readiness", "ready"),
		spec.ExpectFailure("A Unix socket whose peer was closed may say that it was reset, once, if bytes were left unread",
			"the reset is told by every recv (POSIX XSH 2.10.10: an error is told once)", gvisorUnix+"queue.go, Dequeue: ErrConnectionReset, where what is unread was left by the peer"),
	}
}
