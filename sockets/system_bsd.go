//go:build darwin || dragonfly || freebsd || netbsd || openbsd

package sockets

import (
	"net/netip"
	"syscall"

	"golang.org/x/sys/unix"
)

// The system calls of macOS and the BSDs, through x/sys: these systems promise
// the functions of their C library and not the calls beneath. Plain receives
// and sends are read(2) and write(2), which allocate nothing; those with flags
// or addresses allocate a little in x/sys.

// maxPath is what fits into sun_path with its NUL byte (unix(4)).
const maxPath = len(unix.RawSockaddrUnix{}.Path) - 1

// unnamed is what package net calls a Unix socket without a name.
const unnamed = ""

// fionread is _IOR('f', 127, int), the same on all of these (sys/filio.h); x/sys
// has no name for it.
const fionread = 0x4004667f

// open makes a descriptor that no program executed meanwhile inherits, and that
// does not block. Not all of these systems can do it in one call.
func open(call func() (int, error)) (int, error) {
	syscall.ForkLock.RLock()
	fd, err := call()
	if err == nil {
		unix.CloseOnExec(fd)
	}
	syscall.ForkLock.RUnlock()
	if err != nil {
		return -1, err
	}
	if err = prepare(fd); err != nil {
		_ = unix.Close(fd)
		return -1, err
	}

	return fd, nil
}

// prepare makes a descriptor non-blocking, and its signals errors.
func prepare(fd int) error {
	if err := unix.SetNonblock(fd, true); err != nil {
		return err
	}

	return noSigpipe(fd)
}

func sysSocket(family, typ, protocol int) (int, error) {
	return open(func() (int, error) { return unix.Socket(family, typ, protocol) })
}

func sysSocketPair(typ int) (fds [2]int, err error) {
	syscall.ForkLock.RLock()
	fds, err = unix.Socketpair(unix.AF_UNIX, typ, 0)
	if err == nil {
		unix.CloseOnExec(fds[0])
		unix.CloseOnExec(fds[1])
	}
	syscall.ForkLock.RUnlock()
	if err != nil {
		return fds, err
	}
	if err = prepare(fds[0]); err == nil {
		err = prepare(fds[1])
	}
	if err != nil {
		_ = unix.Close(fds[0])
		_ = unix.Close(fds[1])
	}

	return fds, err
}

func kernelProtocol(_ Family, protocol Protocol) int { return int(protocol) }

func sysBind(fd int, addr Addr) error {
	var n name
	if n.set(addr); n.sa == nil {
		return unix.EAFNOSUPPORT
	}

	return unix.Bind(fd, n.sa)
}

func sysConnect(fd int, to *name) syscall.Errno {
	if to.sa == nil {
		return unix.EAFNOSUPPORT // sysDisconnect is for no address
	}

	return errnoOf(unix.Connect(fd, to.sa))
}

// sysDisconnect connects to an address that the socket cannot have. (connect(2): to
// have no peer, connect "to an invalid address", such as one of AF_UNSPEC, which x/sys
// cannot write. The kernel takes the peer away before it looks at the address.)
func sysDisconnect(fd int, family Family) error {
	var other unix.Sockaddr = &unix.SockaddrUnix{Name: "/"}
	if family == AF_UNIX {
		other = &unix.SockaddrInet4{}
	}

	return dissolved(fd, unix.Connect(fd, other))
}

// sysConnected is the result of an attempt under way. That the descriptor is
// writable is no answer: there are false alarms (go.dev/issue/14548), and then
// SO_ERROR is 0 and there is no peer yet.
func sysConnected(fd int, _ *name) syscall.Errno {
	errno, err := unix.GetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_ERROR)
	if err != nil {
		return errnoOf(err)
	}
	if errno != 0 {
		return syscall.Errno(errno) //nolint:gosec // The system's own number.
	}
	if err = sysGetpeername(fd, new(name)); errnoOf(err) == syscall.ENOTCONN {
		return syscall.EINPROGRESS
	}

	return errnoOf(err)
}

func sysAccept(fd int, from *name) (int, syscall.Errno) {
	conn, err := open(func() (conn int, err error) {
		conn, from.sa, err = unix.Accept(fd)
		return conn, err
	})

	return conn, errnoOf(err)
}

func sysRecv(fd int, p []byte, flags int) (n int, errno syscall.Errno) {
	var err error
	if flags == 0 && len(p) > 0 {
		n, err = syscall.Read(fd, p)
	} else {
		n, _, err = unix.Recvfrom(fd, p, flags)
	}
	received(p, max(n, 0))

	return max(n, 0), errnoOf(err)
}

func sysRecvFrom(fd int, p []byte, flags int, from *name) (n int, errno syscall.Errno) {
	var err error
	n, from.sa, err = unix.Recvfrom(fd, p, flags)
	received(p, max(n, 0))

	return max(n, 0), errnoOf(err)
}

func sysSend(fd int, p []byte, flags int) (n int, errno syscall.Errno) {
	var err error
	sending()
	if flags == 0 && len(p) > 0 {
		n, err = syscall.Write(fd, p)
	} else {
		n, err = unix.SendmsgN(fd, p, nil, nil, flags|msgNoSignal)
	}
	sent(p, max(n, 0))

	return max(n, 0), errnoOf(err)
}

func sysSendTo(fd int, p []byte, flags int, to *name) (int, syscall.Errno) {
	sending()
	n, err := unix.SendmsgN(fd, p, nil, to.sa, flags|msgNoSignal)
	sent(p, max(n, 0))

	return max(n, 0), errnoOf(err)
}

// A vector is not needed: x/sys makes its own.
type vector struct{}

func sysSendBuffers(fd int, parts [][]byte, flags int, _ *vector) (int, syscall.Errno) {
	sending()
	n, err := unix.SendmsgBuffers(fd, parts, nil, nil, flags|msgNoSignal)
	sentAll(parts, n)

	return max(n, 0), errnoOf(err)
}

func sysRecvBuffers(fd int, parts [][]byte, flags int, _ *vector) (n, came int, errno syscall.Errno) {
	n, _, came, _, err := unix.RecvmsgBuffers(fd, parts, nil, flags)
	receivedAll(parts, n)

	return max(n, 0), came, errnoOf(err)
}

func sysGetsockname(fd int, n *name) (err error) {
	n.sa, err = unix.Getsockname(fd)
	return err
}

func sysGetpeername(fd int, n *name) (err error) {
	n.sa, err = unix.Getpeername(fd)
	return err
}

// A name is a socket address as x/sys reads and writes it.
type name struct{ sa unix.Sockaddr }

func (n *name) set(a Addr) {
	switch a.family {
	case AF_INET:
		n.sa = &unix.SockaddrInet4{Port: int(a.Port()), Addr: a.IP().As4()}
	case AF_INET6:
		n.sa = &unix.SockaddrInet6{Port: int(a.Port()), Addr: a.IP().As16(), ZoneId: a.scope}
	case AF_UNIX:
		n.sa = &unix.SockaddrUnix{Name: a.path}
	default:
		n.sa = nil
	}
}

func (n *name) addr() Addr {
	switch sa := n.sa.(type) {
	case *unix.SockaddrInet4:
		return Addr{family: AF_INET, ip: netip.AddrPortFrom(netip.AddrFrom4(sa.Addr), uint16(sa.Port))} //nolint:gosec // A port.
	case *unix.SockaddrInet6:
		return Addr{family: AF_INET6, ip: netip.AddrPortFrom(netip.AddrFrom16(sa.Addr), uint16(sa.Port)), scope: sa.ZoneId} //nolint:gosec // A port.
	case *unix.SockaddrUnix:
		return UnixAddr(sa.Name)
	}

	return Addr{}
}

func errnoOf(err error) syscall.Errno {
	if errno, ok := err.(syscall.Errno); ok { //nolint:errorlint // What x/sys returns is bare.
		return errno
	}

	return 0
}

func nameOf(fd int, get func(int, *name) error) (Addr, error) {
	var n name
	if err := get(fd, &n); err != nil {
		return Addr{}, err
	}

	return n.addr(), nil
}

// noteLowWater does nothing: these systems look at SO_RCVLOWAT without blocking too.
func noteLowWater(int) {}
