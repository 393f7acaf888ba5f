package known

import "socketspec/spec"

// Where lwIP's ways are written.
const (
	lwipSockets = "lwIP 2.1.3, src/api/sockets.c: "
	lwipAPI     = "lwIP 2.1.3, src/api/api_msg.c: "
)

// The rows of the grid that are of lwIP's resets and ends.
var (
	lwipListening = []string{
		"listening, nobody there", "listening, a client queued", "listening, the client closed", "listening, own SHUT_RD", "listening, own SHUT_WR",
	}
	lwipReset = []string{
		"peer closed, and reset what was sent then", "reset, and nobody was told", "reset behind data", "reset, told by recv",
	}
	lwipShut = []string{
		"own SHUT_WR", "own SHUT_RDWR", "peer closed, then own SHUT_WR", "peer closed, and its reset was told",
	}
	lwipUDP = []string{
		"new", "bound", "bound, a datagram there", "bound, an empty datagram there", "bound, and sent to nobody",
		"bound, connected, disconnected", "connected unbound, disconnected",
	}
)

// LwIP returns what lwIP is known to do wrong, as Debian builds it: 2.1.3 and 2.2.1 do the same.
func LwIP() (options []spec.Option) {
	for _, more := range [][]spec.Option{
		lwipCorrupts(), lwipRefusals(), lwipResets(), lwipEnds(), lwipShutdowns(), lwipAddresses(), lwipDatagrams(), lwipBuffers(), lwipOthers(),
	} {
		options = append(options, more...)
	}

	return options
}

// all expects the same of several specs.
func all(reason, reference string, texts ...string) (options []spec.Option) {
	for _, text := range texts {
		options = append(options, spec.ExpectFailure(text, reason, reference))
	}

	return options
}

// lwipCorrupts are specs that end the process, or have it hang, in some runs.
func lwipCorrupts() (options []spec.Option) {
	const reason = "with some hundred sockets lwIP's lists of connections are sometimes destroyed: calls crash, or hang"
	for _, text := range []string{
		tcpRow + "bound",
	} {
		options = append(options, spec.Skip(text, reason, "lwIP 2.1.3, src/core/tcp.c: seen in tcp_connect and tcp_bind; no report of it was found upstream"))
	}

	return options
}

// lwipRefusals are of connects that are refused.
func lwipRefusals() []spec.Option {
	const (
		reason    = "a refused connect says ECONNRESET, and SO_ERROR goes on saying so (POSIX connect(): [ECONNREFUSED]; XSH 2.10.10: an error is told once)"
		reference = "lwIP 2.1.3, src/core/tcp_in.c, tcp_process (SYN_SENT): a RST is ERR_RST, which err_to_errno makes ECONNRESET"
	)

	return append(
		all(reason, reference,
			"A pending error that a connect was refused is told once, to recv, if it asks first",
			"A pending error that a connect was refused is told once, to SO_ERROR, if it asks first",
			"A pending error that a connect was refused is not told again when connect itself has told it",
			"A connect that fails says that it was refused, where nobody listens",
			"A connect that fails says that it was refused, over IPv6"),
		spec.ExpectCells(tcpRow+"refused, and nobody was told", reason, reference, "accept", "send", "recv", "peek", "SO_ERROR"),
		spec.ExpectCells(tcpRow+"refused, told by connect", reason, reference, "accept", "SO_ERROR"))
}

// lwipResets are of connections that the peer has reset.
func lwipResets() []spec.Option {
	const (
		again     = "a reset is told again: by recv when SO_ERROR has told it, and by every later recv and send (POSIX XSH 2.10.10 and recv(); send() wants EPIPE)"
		place     = lwipSockets + "netconn_err and SO_ERROR take pending_err, and recv takes the connection's state"
		nameless  = "a socket whose connection was reset has no name (POSIX getsockname(): it returns the address that the socket is bound to), and accept on it tells of the reset (accept() [EINVAL])"
		namePlace = lwipAPI + "err_tcp forgets the control block, in which the address is"
	)

	return append(append(
		all(again, place,
			"A pending error that a connection was reset is told once, to recv, if it asks first",
			"A pending error that a connection was reset is told once, to SO_ERROR, if it asks first",
			"A sequence of calls gives what the model allows, by every rule and in any order",
			"A reset is not told by recv when SO_ERROR has told it",
			"A reset has send say EPIPE once it was told, every time",
			"A reset leaves nothing to receive once it was told, every time",
			"MSG_NOSIGNAL leaves the error of a send: a broken pipe after a reset that was told",
			"Recv from a peer that has reset the connection tells that once",
			"Recv from a peer that has reset the connection does not tell it when SO_ERROR has told it",
			"A sender whose buffers are full, and whose peer resets the connection, has no reason to wait: the first call tells"),
		each(tcpRow, lwipReset, nameless, namePlace, "accept", "sockname")...),
		spec.ExpectCells(tcpRow+"reset, told by recv", again, place, "send", "SO_ERROR"),
		spec.ExpectFailure("A connection that is gone keeps its own address after a reset, or says that it was shut down", nameless, namePlace))
}

// lwipEnds are of the end of a stream.
func lwipEnds() []spec.Option {
	const (
		once      = "the end of a stream is told once, and then recv says ENOTCONN (POSIX recv(): 0 where no messages are available and the peer has shut down)"
		place     = lwipSockets + "lwip_recv_tcp; src/api/api_lib.c, netconn_recv_data_tcp: a connection that has received its end is closed for receiving"
		both      = "a connection that both ends have closed does not end for who asks: its FIN-WAIT goes on"
		bothPlace = lwipAPI + "lwip_netconn_do_close_internal"
	)

	return append(
		all(once, place,
			"A socket whose peer has ended its stream is readable for good, however often the end is received",
			"A socket both of whose directions have ended is readable, and may have hung up: the peer's first",
			"The side that closes second before it closes receives nothing after that, at every call",
			"The end of a stream when the peer has closed comes behind the last byte, too, when each byte is asked for by itself",
			"The end of a stream when the peer has closed comes again at every later call"),
		all(both, bothPlace,
			"A connection that is gone has no peer any more when both ends have closed, or still knows it",
			"A reset may be told by nobody when it comes behind the peer's end",
			tcpRow+"peer half-closed, then reset",
			tcpRow+"own SHUT_WR, then the peer closed")...)
}

// lwipShutdowns are of shutdown, and of sending behind it.
func lwipShutdowns() []spec.Option {
	const (
		pipe       = "send behind one's own SHUT_WR, or a reset that was told, says ENOTCONN (POSIX send(): [EPIPE])"
		pipePlace  = lwipAPI + "lwip_netconn_do_write; err_to_errno makes ERR_CONN and ERR_CLSD ENOTCONN"
		nothing    = "shutdown of a socket that is not connected succeeds (POSIX shutdown(): [ENOTCONN])"
		datagrams  = "shutdown of a UDP socket says EOPNOTSUPP, whether it has a peer or not (POSIX shutdown(): [ENOTCONN] if it has none)"
		shutPlace  = lwipSockets + "lwip_shutdown"
		listener   = "listen after shutdown of a listener says ENOTCONN"
		listenWhy  = lwipAPI + "lwip_netconn_do_listen: the control block is gone"
		listenSend = "send on a listener says EINPROGRESS (POSIX send(): [ENOTCONN])"
	)
	options := all(pipe, pipePlace,
		"sendto on a stream says EPIPE behind one's own SHUT_WR, or that there is a peer",
		"MSG_NOSIGNAL leaves the error of a send: a broken pipe after one's own shutdown",
		"A send that fails says so every time",
		"A peer that has reset the connection has every call fail: send",
		"A peer that has reset the connection has every call fail: sendall",
		"A send that fails says that the pipe is broken, when one has ended the stream oneself",
		"Shutdown makes one's own send fail with a broken pipe with SHUT_WR",
		"Shutdown makes one's own send fail with a broken pipe with SHUT_RDWR")
	options = append(options, each(tcpRow, lwipShut, pipe, pipePlace, "send")...)
	options = append(options, each(tcpRow, []string{"own SHUT_RDWR", "peer closed, then own SHUT_WR", "peer closed, and its reset was told"},
		"a connection of which nothing is left has no name (POSIX getsockname(): it returns the address that the socket is bound to)",
		lwipSockets+"lwip_getaddrname", "sockname")...)
	options = append(options, each(tcpRow, lwipListening, listenSend, pipePlace, "send")...)
	options = append(options, each(udpRow, lwipUDP, datagrams, shutPlace, "shut RD", "shut WR", "shut RDWR")...)
	options = append(options, each(udpRow, lwipUDP, lwipPortless, lwipPortlessAt, "send")...)
	options = append(options, all(datagrams, shutPlace,
		"Shutdown of a UDP socket without a peer says that it is not connected, for receiving",
		"Shutdown of a UDP socket without a peer says that it is not connected, for sending",
		"Shutdown of a UDP socket without a peer says that it is not connected, on both sides",
		"Shutdown of a UDP socket without a peer says so before it is bound, too",
		"Shutdown of a UDP socket without a peer says so when its peer was taken away")...)

	return append(append(options, all(nothing, shutPlace,
		"Shutdown before the socket is connected fails, because there is no connection with SHUT_RD",
		"Shutdown before the socket is connected fails, because there is no connection with SHUT_RDWR")...),
		spec.ExpectFailure("Shutdown of a listener on both sides may be taken back by listen, and then clients are accepted again", listener, listenWhy),
		spec.ExpectCells(tcpRow+"new", nothing, shutPlace, "shut RD", "shut RDWR"),
		spec.ExpectCells(tcpRow+"own SHUT_WR", "a second SHUT_WR says ENOTCONN (POSIX shutdown() knows no such error of it)", shutPlace, "shut WR"),
		spec.ExpectCells(tcpRow+"own SHUT_WR behind a full buffer", "send says that there is no room, and a second SHUT_WR ENOTCONN (POSIX send(): [EPIPE])", shutPlace, "send", "shut WR"),
		spec.ExpectCells(tcpRow+"peer closed, then own SHUT_WR", "SO_ERROR tells ENOTCONN of a connection that has ended in order", shutPlace, "SO_ERROR"))
}

// lwipAddresses are of what bind and connect take.
func lwipAddresses() []spec.Option {
	const port = "listen on a socket that nobody has bound succeeds, and it has port 0 (POSIX listen(): EDESTADDRREQ where the protocol does not support it)"

	return append(append(append(
		all(port, lwipAPI+"lwip_netconn_do_listen",
			"Listen on a socket that nobody has bound has the system bind it, or says that it has no address",
			"Listen on a socket that nobody has bound gives each socket a port of its own"),
		all("an address of another family is EINVAL (POSIX: EAFNOSUPPORT)", lwipSockets+"SOCK_ADDR_TYPE_MATCH",
			"Bind that has to fail says that the address is of another family",
			"A connect that fails says that the address is of another family")...),
		all("an IPv4 client of an IPv6 socket has an IPv4 address, not a mapped one, and IPV6_V6ONLY does not keep the socket from sending to one (RFC 3493, 3.7 and 5.3)",
			lwipSockets+"ip_2_ip6 and IPADDR_PORT_TO_SOCKADDR",
			"An IPv6 socket without IPV6_V6ONLY is reached over IPv4, and its client has a mapped address",
			"An IPv6 socket with IPV6_V6ONLY does not reach IPv4 by a mapped address")...),
		spec.ExpectFailure("Bind that has to fail says that the address is not one of this machine's",
			"bind to an address that is not the machine's succeeds (POSIX bind(): [EADDRNOTAVAIL])", "lwIP 2.1.3, src/core/tcp.c, tcp_bind: it looks for the port alone"),
		spec.ExpectFailure("A socket that cannot be is refused when there is no such family",
			"socket takes any family for AF_INET (POSIX socket(): [EAFNOSUPPORT])", lwipSockets+"DOMAIN_TO_NETCONN_TYPE"),
		spec.ExpectFailure("A socket that cannot be is refused when the protocol is of another type",
			"socket does not look at the protocol of a stream (POSIX socket(): [EPROTOTYPE])", lwipSockets+"lwip_socket"))
}

const (
	lwipPortless   = "send without a peer sends to port 0 (POSIX send(): [EDESTADDRREQ] or [ENOTCONN])"
	lwipPortlessAt = lwipSockets + "lwip_sendto: an address is not asked for"
)

// lwipDatagrams are of UDP.
func lwipDatagrams() []spec.Option {
	return append(append(
		all("a datagram that is too long is ENOBUFS (POSIX sendto(): [EMSGSIZE])", "lwIP 2.1.3, src/core/udp.c: the length overflows, and err_to_errno makes ERR_MEM ENOBUFS",
			"A datagram over IPv4 of 65508 bytes is too long: that is one more than there is room for",
			"A datagram over IPv4 of one byte more than the longest that is sent is too long",
			"A datagram over IPv4 that is too long leaves the socket as it was: the next is sent"),
		all("a UDP socket that is connected keeps the wildcard for its address, and receives nothing before it has sent (POSIX connect(), getsockname())", "lwIP 2.1.3, src/core/udp.c, udp_connect",
			"A connect to the unspecified address may reach this host with datagrams, or fail",
			"A UDP socket that nobody has bound when it has been given a peer has the address that the peer sees it under",
			"A UDP socket that nobody has bound when it has been given a peer hears the peer before it has sent anything")...),
		all(lwipPortless, lwipPortlessAt,
			"A UDP socket whose peer was taken away does not know where to send",
			"A UDP socket does not send before it is told where to",
			"sendmsg without an address, on a socket without a peer, sends nothing: new, of UDP",
			"sendmsg without an address, on a socket without a peer, sends nothing: bound, of UDP")...)
}

// lwipBuffers are of several buffers in one call.
func lwipBuffers() []spec.Option {
	return all("recvmsg says EINVAL where one of its buffers is empty, and looks at the first one alone (POSIX recvmsg(): each is filled in turn)", lwipSockets+"lwip_recvmsg: iov_len of 0 is refused, and MSG_PEEK stops it",
		"Several buffers of a stream may be empty: they are passed over",
		"Several buffers of a stream may be looked at, and stay",
		"Several buffers of a stream arrive in order however they are cut, at either end")
}

// lwipOthers are of options and flags.
func lwipOthers() []spec.Option {
	const (
		inherits = "the options of TCP cannot be set on a listener: EINVAL (POSIX allows it wherever the protocol is known)"
		waits    = "recv and MSG_PEEK on a socket that was never connected wait (POSIX recv(): [ENOTCONN])"
	)

	return append(append(append(
		all(inherits, lwipSockets+"lwip_setsockopt_impl: LWIP_SOCKOPT_CHECK_OPTLEN_CONN_PCB_TYPE, and a listener's state",
			"An accepted socket has an option that is on at its listener, or not, and as its own: TCP_NODELAY",
			"An accepted socket has an option that is off at its listener, or not, and as its own: TCP_NODELAY",
			"An accepted socket keeps its option when that of its listener changes: TCP_NODELAY"),
		all(waits, lwipSockets+"lwip_recv_tcp",
			"A client that takes its calls out of their order cannot receive before it has connected",
			"A socket that was never connected may have hung up, or be said to be ready, or neither; no call on it waits")...),
		all("there is no MSG_OOB, and urgent data is said to be ready as any other", lwipSockets+"lwip_recvfrom",
			"A receive with MSG_OOB, when urgent data has come and nothing else, returns it on a socket without a time limit",
			"A receive with MSG_OOB, when urgent data has come and nothing else, returns it on a socket that may not wait",
			"A receive with MSG_OOB, when urgent data has come and nothing else, may time out on a socket with a time limit, and leaves it then")...),
		spec.ExpectCells(tcpRow+"new", waits, lwipSockets+"lwip_recv_tcp", "recv", "peek"),
		spec.ExpectFailure("A receive with MSG_WAITALL waits for more than any buffer holds",
			"MSG_WAITALL is taken, and passed over (POSIX recv(): it blocks until the full amount is there)", lwipSockets+"lwip_recvfrom"),
		spec.ExpectFailure("An accepted socket has a buffer of its listener's size, or of another: to send from",
			"SO_SNDBUF is not known (POSIX setsockopt(): it is one of the options of every socket)", lwipSockets+"lwip_setsockopt_impl"))
}
