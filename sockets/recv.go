package sockets

// Recv wraps recv(2): it waits until there is something to receive and returns
// it, at most bufsize bytes. Python's recv(bufsize).
//
// A stream has no message boundaries: what one Recv returns may be a part of
// what the peer sent at once, or several sends together. What did not fit stays
// in the system's buffer, in order, for the next call. A datagram is different:
// what does not fit is gone, and nothing says so; on Windows the error EMSGSIZE
// does, and the result is what fitted.
//
// An empty result and no error mean that the peer has ended the stream; after
// all that it had sent, and from then on at every call. (An empty datagram, a
// bufsize of 0 and one's own Shutdown give an empty result too; with a bufsize of 0
// Linux still waits until there is something.)
//
// The result is of exactly its length, made for the caller. Until there is
// something, no buffer is held: bufsize may be large at no cost.
//
// With MSG_WAITALL it waits, on a stream, until bufsize bytes have come, and returns
// less at the end of the stream, before urgent data, when the timeout passes, and
// when an error follows, which is the next receive's. With timeout 0 or MSG_DONTWAIT
// it returns what is there. With MSG_OOB, and on Linux MSG_ERRQUEUE, it never waits:
// EAGAIN. With SO_RCVLOWAT, which is to be set with SetOption, a stream has to have
// so many bytes first.
//
// Errors: ECONNRESET when the peer reset the connection; ENOTCONN;
// ECONNREFUSED on a connected datagram socket whose peer is not there (on
// Windows ECONNRESET, and also after a SendTo); EPIPE on Windows after one's own
// Shutdown; EMSGSIZE on Linux when a router has said that a datagram sent before was
// too large for the path;
// [EAGAIN]; [os.ErrDeadlineExceeded]; [net.ErrClosed].
//
// Source: POSIX.1-2024 recv(); recv(2).
func (s *Socket) Recv(bufsize int, flags ...Flag) ([]byte, error) {
	all := join(flags)
	if err := s.checkRecv("recv", bufsize, all); err != nil {
		return nil, err
	}

	return s.recv(bufsize, all, nil)
}

// RecvFrom wraps recvfrom(2): Recv, and who sent it. Of a TCP stream, and on
// Linux of an unnamed Unix socket, the system names no sender: the address is
// the zero Addr. Of a Unix stream whose sender has a name Linux tells it.
func (s *Socket) RecvFrom(bufsize int, flags ...Flag) (data []byte, from Addr, err error) {
	all := join(flags)
	if err = s.checkRecv("recvfrom", bufsize, all); err != nil {
		return nil, Addr{}, err
	}

	data, err = s.recv(bufsize, all, &from)

	return data, from, err
}

// RecvInto is Recv into a buffer of the caller's: it fills at most len(p) bytes
// and returns how many. It allocates nothing. Python's recv_into.
//
// With MSG_TRUNC on Linux it returns a datagram's true length, which may be
// more than len(p); of a TCP stream it discards the bytes instead (tcp(7)).
func (s *Socket) RecvInto(p []byte, flags ...Flag) (int, error) {
	all := join(flags)
	if err := s.checkRecv("recv", len(p), all); err != nil {
		return 0, err
	}

	return s.recvInto(p, all, nil, nil)
}

// RecvFromInto is RecvFrom into a buffer of the caller's. It allocates nothing
// but the path of a Unix sender.
func (s *Socket) RecvFromInto(p []byte, flags ...Flag) (n int, from Addr, err error) {
	all := join(flags)
	if err = s.checkRecv("recvfrom", len(p), all); err != nil {
		return 0, Addr{}, err
	}

	n, err = s.recvInto(p, all, nil, &from)

	return n, from, err
}

// Waiting wraps ioctl(FIONREAD): how many bytes Recv could return without
// waiting; of datagrams, on Linux, those of the first.
//
// Source: tcp(7), udp(7): SIOCINQ.
func (s *Socket) Waiting() (int, error) {
	if s == nil {
		return 0, refuse("ioctl", "the socket is nil")
	}

	return s.readable()
}

// checkRecv refuses what no system call should see. (Why not is said elsewhere, so
// that it takes no room on the stack of calls that wait.)
func (s *Socket) checkRecv(op string, bufsize int, flags Flag) error {
	if s != nil && bufsize >= 0 && isInt(int(flags)) {
		return nil
	}

	return s.refuseRecv(op, bufsize, flags)
}

//go:noinline
func (s *Socket) refuseRecv(op string, bufsize int, flags Flag) error {
	if s == nil {
		return refuse(op, "the socket is nil")
	}
	if bufsize < 0 {
		return refuse(op, "a maximum of %d bytes is negative", bufsize)
	}

	return checkFlags(op, flags)
}

// checkFlags refuses flags of which the system would see one half.
func checkFlags(op string, flags Flag) error {
	if !isInt(int(flags)) {
		return refuse(op, "no C int holds the flags %#x", int(flags))
	}

	return nil
}
