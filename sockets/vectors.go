package sockets

// SendV wraps sendmsg(2) with several buffers, which are sent one behind the other as
// [Socket.Send] would send them joined: it makes one system call, and returns how many
// of their bytes were taken. On a stream that may be fewer than there are, and may end
// within a buffer. On datagrams all buffers are one datagram, an empty one if they hold
// nothing. writev(2) is the same without flags.
//
// With no buffer at all POSIX has both an empty message and EMSGSIZE; Linux sends an
// empty datagram, and on a stream nothing.
//
// It allocates nothing on Linux and Windows, for up to 1024 buffers. What holds the
// buffers is the caller's: to make it anew for each call allocates.
//
// Errors: as Send's; EMSGSIZE also for more buffers than the system takes (IOV_MAX, at
// least 16 and mostly 1024), of which nothing is sent then.
//
// Source: POSIX.1-2024 sendmsg(), writev(), <limits.h>; sendmsg(2). On Windows WSASend.
func (s *Socket) SendV(parts [][]byte, flags ...Flag) (int, error) {
	if s == nil {
		return 0, refuse("send", "the socket is nil")
	}
	all := join(flags)
	if err := checkFlags("send", all); err != nil {
		return 0, err
	}

	return s.sendV(parts, all)
}

// RecvV wraps recvmsg(2) with several buffers: [Socket.RecvInto], which fills one buffer
// before it begins with the next. It returns how many bytes came in all, and the flags
// that come back. readv(2) is the same without them.
//
// MSG_TRUNC in these flags says that a datagram was longer than the buffers: its end is
// lost. No other receive tells this of its own accord; how much is lost is not told.
// MSG_EOR ends a record where the type has records, and MSG_OOB marks urgent data. On
// Windows there is MSG_PARTIAL, and a datagram that is cut is the error EMSGSIZE, beside
// which the result is what fitted.
//
// The end of a stream is 0 and no error, as it is without room: buffers that hold
// nothing. It allocates nothing on Linux and Windows, for up to 1024 buffers.
//
// Errors: as Recv's; EMSGSIZE for more buffers than the system takes.
//
// Source: POSIX.1-2024 recvmsg(), readv(); recvmsg(2). On Windows WSARecv.
func (s *Socket) RecvV(parts [][]byte, flags ...Flag) (n int, came Flag, err error) {
	all := join(flags)
	if err = s.checkRecv("recv", 0, all); err != nil {
		return 0, 0, err
	}

	return s.recvV(parts, all)
}
