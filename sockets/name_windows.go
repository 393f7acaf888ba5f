package sockets

import (
	"math/bits"
	"net/netip"
	"syscall"
	"unsafe"

	"golang.org/x/sys/windows"
)

// maxPath is what fits into sun_path with its NUL byte.
const maxPath = len(windows.RawSockaddrUnix{}.Path) - 1

// A name is a socket address as Winsock reads and writes it, in len bytes. Ports
// are in network byte order, and every Windows machine has the other one.
type name struct {
	raw windows.RawSockaddrAny
	len int32
}

func (n *name) set(a Addr) {
	switch a.family {
	case AF_INET:
		raw := (*windows.RawSockaddrInet4)(unsafe.Pointer(&n.raw))
		*raw = windows.RawSockaddrInet4{Family: windows.AF_INET, Port: bits.ReverseBytes16(a.Port()), Addr: a.IP().As4()}
		n.len = int32(unsafe.Sizeof(*raw))
	case AF_INET6:
		raw := (*windows.RawSockaddrInet6)(unsafe.Pointer(&n.raw))
		*raw = windows.RawSockaddrInet6{
			Family: windows.AF_INET6, Port: bits.ReverseBytes16(a.Port()), Addr: a.IP().As16(),
			Scope_id: a.scope, Flowinfo: bits.ReverseBytes32(a.flow),
		}
		n.len = int32(unsafe.Sizeof(*raw))
	case AF_UNIX:
		raw := (*windows.RawSockaddrUnix)(unsafe.Pointer(&n.raw))
		*raw = windows.RawSockaddrUnix{Family: windows.AF_UNIX}
		copy(unsafe.Slice((*byte)(unsafe.Pointer(&raw.Path)), len(raw.Path)), a.path)
		n.len = int32(unsafe.Sizeof(*raw))
	default:
		n.raw = windows.RawSockaddrAny{} // AF_UNSPEC
		n.len = int32(unsafe.Sizeof(windows.RawSockaddrInet4{}))
	}
}

func (n *name) addr() Addr {
	switch n.raw.Addr.Family {
	case windows.AF_INET:
		raw := (*windows.RawSockaddrInet4)(unsafe.Pointer(&n.raw))
		return Addr{family: AF_INET, ip: netip.AddrPortFrom(netip.AddrFrom4(raw.Addr), bits.ReverseBytes16(raw.Port))}
	case windows.AF_INET6:
		raw := (*windows.RawSockaddrInet6)(unsafe.Pointer(&n.raw))
		return Addr{
			family: AF_INET6, ip: netip.AddrPortFrom(netip.AddrFrom16(raw.Addr), bits.ReverseBytes16(raw.Port)),
			scope: raw.Scope_id, flow: bits.ReverseBytes32(raw.Flowinfo),
		}
	case windows.AF_UNIX:
		raw := (*windows.RawSockaddrUnix)(unsafe.Pointer(&n.raw))
		path := unsafe.Slice((*byte)(unsafe.Pointer(&raw.Path)), len(raw.Path))
		return UnixAddr(windows.ByteSliceToString(path[:min(max(int(n.len)-2, 0), len(path))]))
	}

	return Addr{}
}

func sysGetsockname(fd int, n *name) error { return sysName(wsGetsockname, fd, n) }
func sysGetpeername(fd int, n *name) error { return sysName(wsGetpeername, fd, n) }

func sysName(call *windows.LazyProc, fd int, n *name) error {
	n.len = int32(unsafe.Sizeof(n.raw))
	r, _, errno := syscall.SyscallN(call.Addr(), uintptr(fd), uintptr(unsafe.Pointer(&n.raw)), uintptr(unsafe.Pointer(&n.len)))

	return asError(failed(r, errno))
}

func nameOf(fd int, get func(int, *name) error) (Addr, error) {
	var n name
	if err := get(fd, &n); err != nil {
		return Addr{}, err
	}

	return n.addr(), nil
}
