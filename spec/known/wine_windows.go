package known

import "socketspec/spec"

// wineSends are of sends without a connection.
func wineSends() []spec.Option {
	const (
		reason    = "Wine says ECONNRESET where Windows says ENOTCONN and POSIX EPIPE or ENOTCONN"
		reference = "Wine 8.0, dlls/ntdll/unix/socket.c, sock_errno_to_status: EPIPE of the system below becomes STATUS_CONNECTION_RESET"
	)

	return append(
		each(tcpRow, []string{
			"new", "bound", "listening, nobody there", "listening, a client queued", "listening, the client closed",
			"listening, own SHUT_RD", "listening, own SHUT_WR", "refused, and nobody was told",
		}, reason, reference, "send"),
		spec.ExpectFailure("A sequence of calls gives what the model allows, by every rule and in any order", reason, reference),
		spec.ExpectFailure("A client that takes its calls out of their order cannot send before it has connected", reason, reference),
		spec.ExpectFailure("sendto on a stream sends nothing without a connection, and makes none", reason, reference))
}

// wineRefusals are of connects that nobody has answered but with a reset.
func wineRefusals() []spec.Option {
	const (
		taken          = "Wine takes the refusal from the socket below, and a receive finds nothing there: it returns the end of a stream, where Windows says ENOTCONN and POSIX has the error told"
		takenReference = "Wine 8.0, server/sock.c, sock_poll_event: sock_error takes SO_ERROR of the system below"
		twice          = "Wine keeps the refusal: SO_ERROR tells it again and again (POSIX XSH 2.10.10, and Winsock's getsockopt: it is cleared)"
		twiceReference = "Wine 8.0, server/sock.c, IOCTL_AFD_WINE_GET_SO_ERROR: it looks at the socket's errors, and leaves them"
	)
	options := []spec.Option{
		spec.ExpectFailure("A pending error that a connect was refused is told once, to recv, if it asks first", taken, takenReference),
		spec.ExpectFailure("A pending error that a connect was refused is told once, to SO_ERROR, if it asks first", twice, twiceReference),
		spec.ExpectFailure("A pending error that a connect was refused is not told again when connect itself has told it", twice, twiceReference),
		spec.ExpectCells(tcpRow+"refused, and nobody was told", taken, takenReference, "recv", "peek"),
	}

	return append(options, each(tcpRow, []string{"refused, and nobody was told", "refused, told by connect", "refused, told by SO_ERROR"},
		twice, twiceReference, "SO_ERROR")...)
}

// wineResets are of connections that were reset.
func wineResets() []spec.Option {
	return []spec.Option{spec.ExpectCells(tcpRow+"peer closed, and reset what was sent then",
		"Wine keeps a state of its own, in which the connection is still there, and does not look at what shutdown(2) says (POSIX shutdown(): ENOTCONN)",
		"Wine 8.0, server/sock.c, IOCTL_AFD_WINE_SHUTDOWN", "shut RD", "shut WR", "shut RDWR")}
}

// wineDatagrams are of sockets for datagrams that have no peer.
func wineDatagrams() []spec.Option {
	const (
		invalid          = "Wine says EINVAL where Windows says ENOTCONN and POSIX EDESTADDRREQ or ENOTCONN"
		invalidReference = "Wine 8.0, dlls/ntdll/unix/socket.c, sock_errno_to_status: EDESTADDRREQ of the system below becomes STATUS_INVALID_PARAMETER"
		peer             = "Wine passes the address of zeros on to connect(2), which takes it for that of this host: the socket has a peer still, with port 0, and sends to it, where Winsock's connect takes the peer away"
		peerReference    = "Wine 8.0, server/sock.c, IOCTL_AFD_WINE_CONNECT; Linux needs AF_UNSPEC for it"
	)
	options := []spec.Option{
		spec.ExpectFailure("A UDP socket whose peer was taken away does not know where to send", peer, peerReference),
		spec.ExpectCells(udpRow+"new", "Wine says EINVAL of a socket that is not bound, before it looks at its type (POSIX listen(): EOPNOTSUPP)",
			"Wine 8.0, server/sock.c, IOCTL_AFD_LISTEN", "listen"),
	}
	options = append(options, all(invalid, invalidReference,
		"sendmsg without an address, on a socket without a peer, sends nothing: new, of UDP",
		"sendmsg without an address, on a socket without a peer, sends nothing: bound, of UDP")...)
	options = append(options, each(udpRow, []string{"bound, connected, disconnected", "connected unbound, disconnected"}, peer, peerReference, "send")...)

	return append(options, each(udpRow, []string{"new", "bound", "bound, a datagram there", "bound, an empty datagram there", "bound, and sent to nobody"},
		invalid, invalidReference, "send")...)
}

// wineDatagramShutdowns are of shutdown where there is no peer.
func wineDatagramShutdowns() (options []spec.Option) {
	const (
		reason    = "Wine shuts a socket for datagrams down whether it has a peer or not (POSIX shutdown(): ENOTCONN)"
		reference = "Wine 8.0, server/sock.c, IOCTL_AFD_WINE_SHUTDOWN: of SOCK_CONNECTIONLESS it asks nothing"
	)
	for _, text := range []string{
		"says that it is not connected, for receiving",
		"says that it is not connected, for sending",
		"says that it is not connected, on both sides",
		"says so before it is bound, too",
		"says so when its peer was taken away",
		"may end sending all the same",
		"may end a recv that waits all the same, which then has nothing",
	} {
		options = append(options, spec.ExpectFailure("Shutdown of a UDP socket without a peer "+text, reason, reference))
	}

	return append(options, each(udpRow, []string{
		"new", "bound", "bound, a datagram there", "bound, an empty datagram there", "bound, and sent to nobody",
		"bound, connected, disconnected", "connected unbound, disconnected",
	}, reason, reference, "shut RD", "shut WR", "shut RDWR")...)
}

// wineFlags are of flags and options that Wine takes.
func wineFlags() []spec.Option {
	const (
		urgent   = "a recv with MSG_OOB where nothing is urgent says EWOULDBLOCK, and Wine means it so, as what Windows says (POSIX recv(): [EINVAL])"
		urgentAt = "Wine 8.0, dlls/ntdll/unix/socket.c, try_recv: EINVAL of the system below becomes EAGAIN"
	)

	return append(
		all(urgent, urgentAt,
			"Recv with MSG_OOB is an error when nothing urgent was sent, and does not wait",
			"Recv with MSG_OOB is one when there is ordinary data, and leaves that alone",
			"Recv with MSG_OOB is one when the byte was received",
			"Recv with MSG_OOB is one at the side that has sent it",
			"Recv with MSG_OOB is one at the end of a stream, or returns nothing"),
		spec.ExpectFailure("A receive with MSG_TRUNC on a stream waits when nothing has come",
			"Wine takes flags that there are not, of which MSG_TRUNC is one on Windows, for those that there are (Winsock's recv: WSAEOPNOTSUPP)",
			"Wine 8.0, dlls/ws2_32/socket.c, WS2_recv_base, and dlls/ntdll/unix/socket.c, sock_recv"),
		spec.ExpectFailure("An option that tells is refused when it is set, and tells what it did: the pending error",
			"SO_ERROR is set without an error, and without effect (POSIX setsockopt(): [ENOPROTOOPT])",
			"Wine 8.0, dlls/ws2_32/socket.c, setsockopt"))
}
