package sockets

import (
	"encoding/binary"
	"net/netip"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

// The system calls of Linux. They are made here and not by x/sys because its
// Recvfrom, Accept4 and Sendto allocate.

// maxPath is what fits into sun_path; a path ends with a NUL byte that an
// abstract name has at its beginning (unix(7)).
const maxPath = len(unix.RawSockaddrUnix{}.Path) - 1

// unnamed is what package net calls a Unix socket without a name.
const unnamed = "@"

// Options that other systems call otherwise.
const (
	soLinger = unix.SO_LINGER
	fionread = unix.TIOCINQ

	tcpKeepIdle     = unix.TCP_KEEPIDLE
	tcpKeepInterval = unix.TCP_KEEPINTVL
	tcpKeepCount    = unix.TCP_KEEPCNT
)

func sysSocket(family, typ, protocol int) (int, error) {
	return unix.Socket(family, typ|unix.SOCK_NONBLOCK|unix.SOCK_CLOEXEC, protocol)
}

func sysSocketPair(typ int) ([2]int, error) {
	return unix.Socketpair(unix.AF_UNIX, typ|unix.SOCK_NONBLOCK|unix.SOCK_CLOEXEC, 0)
}

// prepare makes a descriptor non-blocking.
func prepare(fd int) error { return unix.SetNonblock(fd, true) }

// kernelProtocol is the protocol as socket(2) takes it: packet(7) wants an
// EtherType in network byte order.
func kernelProtocol(family Family, protocol Protocol) int {
	if family == AF_PACKET {
		return int(bigEndian(uint16(protocol))) //nolint:gosec // An EtherType has 16 bits.
	}

	return int(protocol)
}

func sysBind(fd int, addr Addr) error {
	var n name
	n.set(addr)
	_, _, errno := unix.Syscall(unix.SYS_BIND, uintptr(fd), uintptr(unsafe.Pointer(&n.raw)), uintptr(n.len))

	return asError(errno)
}

func sysConnect(fd int, to *name) syscall.Errno {
	_, _, errno := unix.Syscall(unix.SYS_CONNECT, uintptr(fd), uintptr(unsafe.Pointer(&to.raw)), uintptr(to.len))
	return errno
}

// sysDisconnect connects to no address.
func sysDisconnect(fd int, _ Family) error {
	var none name
	none.set(Addr{})

	return asError(sysConnect(fd, &none))
}

// sysConnected is how far an attempt under way is. To ask connect(2) again is
// what leaves the socket as a connect that waits would have: connected, so that
// another is EISCONN, or free for another attempt. SO_ERROR would tell the
// result and leave it halfway (net/ipv4/af_inet.c: SS_CONNECTING).
func sysConnected(fd int, to *name) syscall.Errno {
	switch errno := sysConnect(fd, to); errno {
	case unix.EISCONN: // asked before, through another descriptor
		return 0
	case unix.EALREADY, unix.EINTR:
		return unix.EINPROGRESS
	default:
		return errno
	}
}

func sysAccept(fd int, from *name) (int, syscall.Errno) {
	from.len = uint32(unsafe.Sizeof(from.raw))
	conn, _, errno := unix.Syscall6(unix.SYS_ACCEPT4, uintptr(fd), uintptr(unsafe.Pointer(&from.raw)),
		uintptr(unsafe.Pointer(&from.len)), unix.SOCK_NONBLOCK|unix.SOCK_CLOEXEC, 0, 0)

	return int(conn), errno
}

func sysRecv(fd int, p []byte, flags int) (int, syscall.Errno) {
	n, _, errno := unix.Syscall6(unix.SYS_RECVFROM, uintptr(fd), uintptr(unsafe.Pointer(unsafe.SliceData(p))),
		uintptr(len(p)), uintptr(flags), 0, 0)
	if errno != 0 {
		return 0, errno
	}
	received(p, int(n))

	return int(n), 0
}

func sysRecvFrom(fd int, p []byte, flags int, from *name) (int, syscall.Errno) {
	from.len = uint32(unsafe.Sizeof(from.raw))
	n, _, errno := unix.Syscall6(unix.SYS_RECVFROM, uintptr(fd), uintptr(unsafe.Pointer(unsafe.SliceData(p))),
		uintptr(len(p)), uintptr(flags), uintptr(unsafe.Pointer(&from.raw)), uintptr(unsafe.Pointer(&from.len)))
	if errno != 0 {
		return 0, errno
	}
	received(p, int(n))

	return int(n), 0
}

func sysSend(fd int, p []byte, flags int) (int, syscall.Errno) {
	sending()
	n, _, errno := unix.Syscall6(unix.SYS_SENDTO, uintptr(fd), uintptr(unsafe.Pointer(unsafe.SliceData(p))),
		uintptr(len(p)), uintptr(flags|unix.MSG_NOSIGNAL), 0, 0)
	if errno != 0 {
		return 0, errno
	}
	sent(p, int(n))

	return int(n), 0
}

func sysSendTo(fd int, p []byte, flags int, to *name) (int, syscall.Errno) {
	sending()
	n, _, errno := unix.Syscall6(unix.SYS_SENDTO, uintptr(fd), uintptr(unsafe.Pointer(unsafe.SliceData(p))),
		uintptr(len(p)), uintptr(flags|unix.MSG_NOSIGNAL), uintptr(unsafe.Pointer(&to.raw)), uintptr(to.len))
	if errno != 0 {
		return 0, errno
	}
	sent(p, int(n))

	return int(n), 0
}

// A vector is several buffers as sendmsg(2) and recvmsg(2) take them.
type vector struct {
	msg   unix.Msghdr
	parts []unix.Iovec
}

// set has the vector be the parts.
func (v *vector) set(parts [][]byte) {
	v.parts = v.parts[:0]
	for _, p := range parts {
		part := unix.Iovec{Base: unsafe.SliceData(p)}
		part.SetLen(len(p))
		v.parts = append(v.parts, part)
	}
	v.msg = unix.Msghdr{Iov: unsafe.SliceData(v.parts)}
	v.msg.SetIovlen(len(v.parts))
}

func sysSendBuffers(fd int, parts [][]byte, flags int, v *vector) (int, syscall.Errno) {
	v.set(parts)
	sending()
	n, _, errno := unix.Syscall(unix.SYS_SENDMSG, uintptr(fd), uintptr(unsafe.Pointer(&v.msg)), uintptr(flags|unix.MSG_NOSIGNAL))
	clear(v.parts)
	if errno != 0 {
		return 0, errno
	}
	sentAll(parts, int(n))

	return int(n), 0
}

func sysRecvBuffers(fd int, parts [][]byte, flags int, v *vector) (n, came int, errno syscall.Errno) {
	v.set(parts)
	r, _, errno := unix.Syscall(unix.SYS_RECVMSG, uintptr(fd), uintptr(unsafe.Pointer(&v.msg)), uintptr(flags))
	clear(v.parts)
	if errno != 0 {
		return 0, 0, errno
	}
	receivedAll(parts, int(r))

	return int(r), int(v.msg.Flags), 0
}

func sysGetsockname(fd int, n *name) error { return sysName(unix.SYS_GETSOCKNAME, fd, n) }
func sysGetpeername(fd int, n *name) error { return sysName(unix.SYS_GETPEERNAME, fd, n) }

func sysName(trap uintptr, fd int, n *name) error {
	n.len = uint32(unsafe.Sizeof(n.raw))
	_, _, errno := unix.Syscall(trap, uintptr(fd), uintptr(unsafe.Pointer(&n.raw)), uintptr(unsafe.Pointer(&n.len)))

	return asError(errno)
}

func asError(errno syscall.Errno) error {
	if errno != 0 {
		return errno
	}

	return nil
}

// A name is a socket address as the kernel reads and writes it: in len bytes,
// the ports, flow labels and EtherTypes in network byte order.
type name struct {
	raw unix.RawSockaddrAny
	len uint32
}

func (n *name) set(a Addr) {
	switch a.family {
	case AF_INET:
		raw := (*unix.RawSockaddrInet4)(unsafe.Pointer(&n.raw))
		*raw = unix.RawSockaddrInet4{Family: unix.AF_INET, Port: bigEndian(a.Port()), Addr: a.IP().As4()}
		n.len = unix.SizeofSockaddrInet4
	case AF_INET6:
		raw := (*unix.RawSockaddrInet6)(unsafe.Pointer(&n.raw))
		*raw = unix.RawSockaddrInet6{
			Family: unix.AF_INET6, Port: bigEndian(a.Port()), Addr: a.IP().As16(),
			Scope_id: a.scope, Flowinfo: bigEndian32(a.flow),
		}
		n.len = unix.SizeofSockaddrInet6
	case AF_UNIX:
		raw := (*unix.RawSockaddrUnix)(unsafe.Pointer(&n.raw))
		*raw = unix.RawSockaddrUnix{Family: unix.AF_UNIX}
		copy(unsafe.Slice((*byte)(unsafe.Pointer(&raw.Path)), len(raw.Path)), a.path)
		n.len = unixNameLen(a.path)
	case AF_PACKET:
		raw := (*unix.RawSockaddrLinklayer)(unsafe.Pointer(&n.raw))
		*raw = unix.RawSockaddrLinklayer{
			Family: unix.AF_PACKET, Protocol: bigEndian(a.link.Protocol), Ifindex: int32(a.link.Index), //nolint:gosec // An index.
			Hatype: a.link.Hardware, Pkttype: a.link.Kind, Halen: a.link.Len, Addr: a.link.Addr,
		}
		n.len = unix.SizeofSockaddrLinklayer
	default:
		n.raw.Addr.Family = unix.AF_UNSPEC
		n.len = uint32(unsafe.Sizeof(n.raw.Addr.Family))
	}
}

// unixNameLen is the length that says which of unix(7)'s three kinds it is: a
// path counts its NUL byte, an abstract name all its bytes, no name nothing.
func unixNameLen(path string) uint32 {
	const family = 2
	switch {
	case path == "":
		return family
	case path[0] == 0:
		return uint32(family + len(path)) //nolint:gosec // At most maxPath.
	}

	return uint32(family + len(path) + 1) //nolint:gosec // At most maxPath.
}

func (n *name) addr() Addr {
	if n.len < 2 {
		return Addr{} // recvfrom on a stream
	}
	switch n.raw.Addr.Family {
	case unix.AF_INET:
		raw := (*unix.RawSockaddrInet4)(unsafe.Pointer(&n.raw))
		return Addr{family: AF_INET, ip: netip.AddrPortFrom(netip.AddrFrom4(raw.Addr), bigEndian(raw.Port))}
	case unix.AF_INET6:
		raw := (*unix.RawSockaddrInet6)(unsafe.Pointer(&n.raw))
		return Addr{
			family: AF_INET6, ip: netip.AddrPortFrom(netip.AddrFrom16(raw.Addr), bigEndian(raw.Port)),
			scope: raw.Scope_id, flow: bigEndian32(raw.Flowinfo),
		}
	case unix.AF_UNIX:
		raw := (*unix.RawSockaddrUnix)(unsafe.Pointer(&n.raw))
		return UnixAddr(unixPath(unsafe.Slice((*byte)(unsafe.Pointer(&raw.Path)), min(int(n.len)-2, len(raw.Path)))))
	case unix.AF_PACKET:
		raw := (*unix.RawSockaddrLinklayer)(unsafe.Pointer(&n.raw))
		return LinkAddr(Link{
			Index: int(raw.Ifindex), Protocol: bigEndian(raw.Protocol), Hardware: raw.Hatype,
			Kind: raw.Pkttype, Addr: raw.Addr, Len: raw.Halen,
		})
	}

	return Addr{}
}

// unixPath is the path in the bytes of sun_path that the kernel has filled.
func unixPath(b []byte) string {
	if len(b) == 0 {
		return ""
	}
	if b[0] == 0 {
		return string(b) // abstract: every byte counts
	}
	for i, c := range b {
		if c == 0 {
			return string(b[:i])
		}
	}

	return string(b)
}

// bigEndian turns a number from the machine's byte order to the network's, or
// back.
func bigEndian(v uint16) uint16 {
	var b [2]byte
	binary.BigEndian.PutUint16(b[:], v)

	return binary.NativeEndian.Uint16(b[:])
}

func bigEndian32(v uint32) uint32 {
	var b [4]byte
	binary.BigEndian.PutUint32(b[:], v)

	return binary.NativeEndian.Uint32(b[:])
}

func nameOf(fd int, get func(int, *name) error) (Addr, error) {
	var n name
	if err := get(fd, &n); err != nil {
		return Addr{}, err
	}

	return n.addr(), nil
}
