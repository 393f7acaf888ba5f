package sockets

// Send wraps send(2): it offers p to the system once and returns how many of
// its bytes were taken. On a stream that may be fewer than len(p), and with a
// large p it often is: a blocking send of C waits inside the system until all
// is taken, this one returns what fitted at its first success, as Python's does
// with a timeout. The caller sends the rest; [Socket.SendAll] does.
//
// It waits while nothing fits. (On a Unix socket it also looks again every 10 ms: of
// a shutdown Linux tells nothing to who waits here.) That bytes were taken says nothing about the
// peer: neither that it has received them nor that it is still there. Sending
// nothing on a stream does nothing; an empty datagram is a datagram.
//
// Errors: EPIPE or ECONNRESET when the peer has gone, of which the first Send
// usually knows nothing; no signal is raised. ENOTCONN, or EPIPE on Linux,
// before Connect; EMSGSIZE for a datagram that is too large; [EAGAIN];
// [os.ErrDeadlineExceeded]; [net.ErrClosed].
//
// Source: POSIX.1-2024 send(); send(2).
func (s *Socket) Send(p []byte, flags ...Flag) (int, error) {
	if s == nil {
		return 0, refuse("send", "the socket is nil")
	}
	all := join(flags)
	if err := checkFlags("send", all); err != nil {
		return 0, err
	}

	return s.send(p, all)
}

// SendAll sends all of p: it calls send(2) until the system has taken
// everything. The timeout bounds the whole of it. Python's sendall.
//
// Its success says that the local system has the bytes, not that anybody has
// received them. A failure is a [*SendAllError], which says how much had been
// taken before.
//
// Whole calls do not mix: of two goroutines in SendAll on one Socket, one sends
// everything and then the other. That is this package's promise, and only for
// one Socket: through a [Socket.Dup], or in another process, they mix.
func (s *Socket) SendAll(p []byte, flags ...Flag) error {
	if s == nil {
		return refuse("send", "the socket is nil")
	}
	all := join(flags)
	if err := checkFlags("send", all); err != nil {
		return &SendAllError{Len: len(p), Err: err}
	}

	return s.sendAll(p, all, nil)
}

// SendTo wraps sendto(2): it sends p as one datagram to addr. On a connected
// stream the address is ignored or refused, as the system likes. It waits while
// there is no room: to a Unix receiver that is not the socket's peer no event says
// when there is, and it asks again every 10 ms.
//
// Errors: as Send's; EISCONN on some systems when the socket has a peer;
// EACCES for a broadcast address without SO_BROADCAST.
//
// Source: POSIX.1-2024 sendto(); send(2).
func (s *Socket) SendTo(p []byte, addr Addr, flags ...Flag) (int, error) {
	if err := s.check("sendto", addr); err != nil {
		return 0, err
	}
	all := join(flags)
	if err := checkFlags("sendto", all); err != nil {
		return 0, err
	}

	return s.sendTo(p, addr, all, nil)
}
