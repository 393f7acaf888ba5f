package sockets

import (
	"math"
	"strings"
	"sync/atomic"
	"time"
)

// NoTimeout is the timeout of a new socket: its calls wait as long as it takes.
const NoTimeout time.Duration = -1

// MaxTimeout is the longest timeout, about 146 years: beyond it a deadline
// would not fit into the clock.
const MaxTimeout = time.Duration(math.MaxInt64 / 2)

// A Socket is one endpoint of communication. It is made by [New], by
// [Socket.Accept] and a few others, and must be closed. (One that is forgotten
// is closed when the garbage collector finds it, which may be never.)
//
// It must not be copied.
type Socket struct {
	family   Family
	typ      Type
	protocol Protocol
	timeout  atomic.Int64 // a time.Duration; it affects the calls that begin after it was set

	handle // the descriptor, and the calls of this system
}

// New wraps socket(2): it makes a socket of the family and type. Without a
// protocol it gets the usual one, TCP for a stream and UDP for datagrams.
//
// The descriptor is closed when another program is executed, and non-blocking,
// whether the type has SOCK_CLOEXEC and SOCK_NONBLOCK with it or not. With
// SOCK_NONBLOCK the timeout is 0, else [NoTimeout]. For AF_PACKET the protocol is an EtherType in
// host byte order.
//
// Errors: EAFNOSUPPORT, EPROTONOSUPPORT or ESOCKTNOSUPPORT when the system has
// no such socket; EACCES or EPERM without the privilege for it (raw, packet,
// and on some systems ICMP sockets); EMFILE when the process has too many
// descriptors.
//
// Source: POSIX.1-2024 socket(); socket(2), ip(7), unix(7), packet(7).
func New(family Family, typ Type, protocol ...Protocol) (*Socket, error) {
	if len(protocol) > 1 {
		return nil, refuse("socket", "%d protocols, and a socket has one", len(protocol))
	}
	var proto Protocol
	if len(protocol) == 1 {
		proto = protocol[0]
	}

	if !isInt(int(family)) || !isInt(int(typ)) || !isInt(int(proto)) {
		return nil, refuse("socket", "no C int holds one of %v, %v, %d", family, typ, proto)
	}
	if family == AF_PACKET && (proto < 0 || proto > math.MaxUint16) {
		return nil, refuse("socket", "%d is not an EtherType", proto)
	}

	return newSocket(family, typ, proto)
}

// Family returns the address family.
func (s *Socket) Family() Family { return s.family }

// Type returns the type, without flags.
func (s *Socket) Type() Type { return s.typ }

// Protocol returns the protocol, 0 for the usual one of family and type.
func (s *Socket) Protocol() Protocol { return s.protocol }

// SetTimeout sets how long each later call may wait: [NoTimeout] for as long
// as it takes, 0 not at all (what would wait fails with [EAGAIN]), or a
// positive time, at most [MaxTimeout], after which the call fails with
// [os.ErrDeadlineExceeded]. It is like Python's settimeout, except that the call is
// tried before it waits. What fails at once fails at once: a receive on a listening
// socket with ENOTCONN, where CPython waits for readiness first and times out.
//
// The system's own timeouts, SO_RCVTIMEO and SO_SNDTIMEO, have no effect.
//
// The time is counted anew for each call, so it does not bound a conversation:
// a peer that sends a byte before it has passed keeps the next call waiting as
// long again. For [Socket.SendAll] it bounds the whole call. Calls under way
// are not affected, and an accepted socket does not inherit it.
//
// A call never ends early. It ends late by what the scheduler takes.
func (s *Socket) SetTimeout(timeout time.Duration) error {
	if s == nil {
		return refuse("settimeout", "the socket is nil")
	}
	if err := checkTimeout("settimeout", timeout); err != nil {
		return err
	}
	if err := s.alive("settimeout"); err != nil {
		return err
	}
	s.timeout.Store(int64(timeout))

	return nil
}

// Timeout returns what SetTimeout has set.
func (s *Socket) Timeout() time.Duration { return time.Duration(s.timeout.Load()) }

// SetBlocking true is SetTimeout(NoTimeout), false is SetTimeout(0).
func (s *Socket) SetBlocking(blocking bool) error {
	if blocking {
		return s.SetTimeout(NoTimeout)
	}

	return s.SetTimeout(0)
}

// Bind wraps bind(2): it gives the socket its local address. Port 0 lets the
// system choose a free port (see [Socket.LocalAddr]), the unspecified address
// stands for all local ones, and a Unix path is created and must not exist.
//
// Nothing is set for the caller: on Unix a port whose earlier connections are
// in TIME-WAIT is refused unless SO_REUSEADDR is set.
//
// Errors: EADDRINUSE; EADDRNOTAVAIL when the address is not one of this
// machine's; EACCES for a port below 1024 without privilege; EINVAL when the
// socket is bound already.
//
// Source: POSIX.1-2024 bind(); bind(2), ip(7).
func (s *Socket) Bind(addr Addr) error {
	if err := s.check("bind", addr); err != nil {
		return err
	}

	return s.bind(addr)
}

// Listen wraps listen(2): from now on the system completes the handshakes of
// clients by itself and queues the connections for [Socket.Accept]. The backlog
// bounds the queue, as a hint: the system may silently take less, and Linux
// admits one more than it says. It may be called again to change it. A negative
// backlog is lawful and means 0 to POSIX; Linux takes it as the largest.
//
// Errors: EOPNOTSUPP for sockets without connections; EADDRINUSE; EINVAL when
// the socket is connected.
//
// Source: POSIX.1-2024 listen(); listen(2).
func (s *Socket) Listen(backlog int) error {
	if s == nil {
		return refuse("listen", "the socket is nil")
	}
	if !isInt(backlog) {
		return refuse("listen", "no C int holds a backlog of %d", backlog)
	}

	return s.listen(backlog)
}

// Accept wraps accept(2): it takes the first connection from the queue of a
// listening socket and returns it as a new socket, with the address of the
// client. It waits while the queue is empty.
//
// It does not establish anything: the handshake was completed by the system
// before, the client's connect has returned and its data may have arrived. The
// client may even have gone; what is returned of it then differs by system.
// The new socket has no timeout, whatever the listener's.
//
// Errors: EINVAL when the socket does not listen; EOPNOTSUPP when it cannot;
// EMFILE (the connection stays queued); ECONNABORTED on some systems, and on
// Windows ECONNRESET, when the client reset the connection meanwhile.
//
// Source: POSIX.1-2024 accept(); accept(2).
func (s *Socket) Accept() (conn *Socket, addr Addr, err error) {
	if s == nil {
		return nil, Addr{}, refuse("accept", "the socket is nil")
	}

	return s.accept(nil)
}

// Connect wraps connect(2). On a stream it asks the peer for a connection and
// waits for its answer; on datagrams it sends nothing and only fixes the peer:
// where Send goes, and whom Recv hears. It may be called again on datagrams,
// with the zero Addr to have no peer any more: that is [Socket.Disconnect].
//
// When the timeout passes first the attempt goes on: the connection may still
// be made, which [Socket.PeerAddr] tells. With timeout 0 it fails with
// EINPROGRESS at once; a later Connect with timeout 0 tells how far it is: EALREADY,
// and then EISCONN (on Linux success the first time). With another timeout, on
// Linux, it waits for the attempt under way. After a failure
// POSIX leaves the socket's state unspecified: close it.
//
// On Linux a Unix socket waits while the listener's queue is full. No event says
// when there is room: it asks again every 10 ms.
//
// Errors: ECONNREFUSED when nobody listens there; ETIMEDOUT when the system
// itself gave up; EISCONN; EALREADY; ENETUNREACH; ECONNRESET when a Shutdown ended
// the attempt; and, for a Unix socket with timeout 0 on Linux, EAGAIN when the
// queue is full.
//
// Source: POSIX.1-2024 connect(); connect(2).
func (s *Socket) Connect(addr Addr) error {
	if s == nil {
		return refuse("connect", "the socket is nil")
	}
	if addr == (Addr{}) && s.typ != SOCK_STREAM {
		return s.Disconnect()
	}
	if err := s.check("connect", addr); err != nil {
		return err
	}

	return s.connect(addr)
}

// Shutdown wraps shutdown(2): it ends one side of the connection, or both, for
// every descriptor of it at once, and closes none of them. After SHUT_WR the
// peer receives what was sent before, and then the end of the stream, while
// its replies still arrive here. What arrives after SHUT_RD is the system's
// choice: Linux still takes and delivers it.
//
// Errors: ENOTCONN.
//
// Source: POSIX.1-2024 shutdown(); shutdown(2).
func (s *Socket) Shutdown(how How) error {
	if s == nil {
		return refuse("shutdown", "the socket is nil")
	}
	if how != SHUT_RD && how != SHUT_WR && how != SHUT_RDWR {
		return refuse("shutdown", "%v is none of SHUT_RD, SHUT_WR, SHUT_RDWR", how)
	}

	return s.shutdown(how)
}

// Close wraps close(2). Calls that wait on the socket in other goroutines
// return at once, and all later ones, Close included, fail with
// [net.ErrClosed]; none of them can hit a descriptor that the system has given
// to somebody else since.
//
// What goes to the peer: usually the end of the stream, after what was sent; a
// reset when received data was left unread (RFC 1122, 4.2.2.13) or lingering is
// on for 0 seconds; nothing while another descriptor ([Socket.Dup], a child
// process) still refers to the connection.
//
// Source: POSIX.1-2024 close(); close(2), socket(7).
func (s *Socket) Close() error {
	if s == nil {
		return refuse("close", "the socket is nil")
	}

	return s.close()
}

// LocalAddr wraps getsockname(2): the address that the socket is bound to. An
// unbound one has the unspecified address and port 0; on Windows it fails with
// EINVAL.
func (s *Socket) LocalAddr() (Addr, error) {
	if s == nil {
		return Addr{}, refuse("getsockname", "the socket is nil")
	}

	return s.localAddr()
}

// PeerAddr wraps getpeername(2): the address of the other end. It fails with
// ENOTCONN when there is none, or none any more.
func (s *Socket) PeerAddr() (Addr, error) {
	if s == nil {
		return Addr{}, refuse("getpeername", "the socket is nil")
	}

	return s.peerAddr()
}

// checkTimeout refuses what is not a timeout.
func checkTimeout(op string, timeout time.Duration) error {
	if timeout < 0 && timeout != NoTimeout {
		return refuse(op, "%v is negative", timeout)
	}
	if timeout > MaxTimeout {
		return refuse(op, "%v is more than %v", timeout, MaxTimeout)
	}

	return nil
}

// check refuses an address that the socket's family does not have.
func (s *Socket) check(op string, addr Addr) error {
	if s == nil {
		return refuse(op, "the socket is nil")
	}
	if addr.family != s.family {
		return refuse(op, "an address of %v for a socket of %v", addr.family, s.family)
	}

	return checkPath(op, addr.path)
}

// checkPath refuses a Unix path that would not arrive whole. An abstract name
// begins with the NUL byte that a path ends with, and may contain others.
func checkPath(op, path string) error {
	limit := maxPath
	if strings.HasPrefix(path, "\x00") {
		limit++
	} else if strings.Contains(path, "\x00") {
		return refuse(op, "a path with a NUL byte in it: %q", path)
	}
	if len(path) > limit {
		return refuse(op, "a path of %d bytes, and this system takes %d: %q", len(path), limit, path)
	}

	return nil
}
