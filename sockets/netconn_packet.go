package sockets

import (
	"errors"
	"io"
	"net"
	"net/netip"
	"reflect"
	"strings"
	"sync/atomic"
	"syscall"
)

// A packetConn is the view of a socket whose messages are datagrams, and so a
// [net.PacketConn]. That of a stream is none: a resolver, for one, takes what is a
// PacketConn for UDP and what is none for TCP.
type packetConn struct {
	netConn
	connected bool        // it had a peer when the view was made
	shut      atomic.Bool // CloseRead was called
}

var errMissingAddress = errors.New("missing address")

// CloseRead shuts the receiving side down.
func (c *packetConn) CloseRead() error {
	err := c.netConn.CloseRead()
	c.shut.Store(err == nil)

	return err
}

// Read receives a datagram.
func (c *packetConn) Read(p []byte) (int, error) {
	n, err := c.netConn.Read(p)

	return n, c.orEnd(n, len(p), err)
}

// orEnd is io.EOF for nothing after CloseRead, which is no datagram: BSD throws away
// what was there. Linux does not, but tells of the end itself.
func (c *packetConn) orEnd(n, asked int, err error) error {
	if n == 0 && asked > 0 && err == nil && c.shut.Load() && !tellsOfTheEnd {
		return io.EOF
	}

	return err
}

// ReadFrom receives a datagram and says who has sent it: nil for a sender without a
// name. It waits for one even if p is empty. As in package net the IP header that a
// raw socket receives is not part of it.
func (c *packetConn) ReadFrom(p []byte) (int, net.Addr, error) {
	var from Addr
	n, err := c.socket.recvInto(p, 0, c.in.current(), &from)
	if c.socket.typ == SOCK_RAW && c.socket.family == AF_INET {
		n = cutHeader(p[:min(n, len(p))])
	}
	if from.String() == "" {
		return n, nil, c.orEnd(n, len(p), c.failed("read", err))
	}

	return n, c.socket.netAddr(from), c.failed("read", err)
}

// cutHeader moves what follows the IP header to the beginning, and returns how much
// that is. (RFC 791, 3.1: the version in the upper half of the first byte, the length
// in words of four bytes in the lower.)
func cutHeader(p []byte) int {
	const least = 20
	if len(p) < least || p[0]>>4 != 4 {
		return len(p)
	}
	header := int(p[0]&0xf) * 4
	if header < least || header > len(p) {
		return len(p)
	}

	return copy(p, p[header:])
}

// WriteTo sends p as one datagram. The address is of the type that the view's own
// addresses have, or an [Addr]. A view whose socket had a peer when it was made
// refuses any, as package net does.
func (c *packetConn) WriteTo(p []byte, to net.Addr) (n int, err error) {
	addr, err := c.destination(to)
	if err == nil {
		err = c.socket.check("sendto", addr)
	}
	if err == nil {
		n, err = c.socket.sendTo(p, addr, 0, c.out.current())
	}
	if isNil(to) {
		to = nil
	}

	return n, c.failedTo("write", to, err)
}

// destination is to as an address of this package.
func (c *packetConn) destination(to net.Addr) (Addr, error) {
	addr, is := to.(Addr)
	switch {
	case !is && reflect.TypeOf(to) != reflect.TypeOf(c.local):
		return Addr{}, syscall.EINVAL
	case c.connected:
		return Addr{}, net.ErrWriteToConnected
	case isNil(to):
		return Addr{}, errMissingAddress
	}
	s := c.socket
	switch to := to.(type) {
	case *net.UDPAddr:
		return s.ipAddr(to.IP, to.Zone, to.Port)
	case *net.IPAddr:
		return s.ipAddr(to.IP, to.Zone, 0)
	case *net.UnixAddr:
		return s.unixAddr(to)
	}

	return addr, nil
}

// isNil reports whether an address is none, or a nil pointer.
func isNil(to net.Addr) bool {
	v := reflect.ValueOf(to)

	return !v.IsValid() || v.Kind() == reflect.Pointer && v.IsNil()
}

func (s *Socket) unixAddr(a *net.UnixAddr) (Addr, error) {
	if a.Net != unixNetworks[s.typ] {
		return Addr{}, syscall.EAFNOSUPPORT
	}
	if name, abstract := strings.CutPrefix(a.Name, "@"); abstract {
		return UnixAddr("\x00" + name), nil
	}

	return UnixAddr(a.Name), nil
}

// ipAddr is the address of the socket's family: no IP is the unspecified one, and
// IPv6 has the addresses of IPv4 too.
func (s *Socket) ipAddr(ip net.IP, zone string, port int) (Addr, error) {
	addr, known := netip.AddrFromSlice(ip)
	addr = addr.Unmap()
	switch {
	case s.family == AF_INET && len(ip) == 0:
		addr = netip.IPv4Unspecified()
	case s.family == AF_INET && !addr.Is4():
		return Addr{}, &net.AddrError{Err: "non-IPv4 address", Addr: ip.String()}
	case s.family == AF_INET6 && (len(ip) == 0 || addr == netip.IPv4Unspecified()):
		addr = netip.IPv6Unspecified()
	case !known:
		return Addr{}, &net.AddrError{Err: "non-IPv6 address", Addr: ip.String()}
	case s.family == AF_INET6 && addr.Is4():
		addr = netip.AddrFrom16(addr.As16())
	case s.family == AF_INET6:
		addr = addr.WithZone(zone)
	}
	if port < 0 || port > 1<<16-1 {
		return Addr{}, syscall.EINVAL
	}

	return InetAddr(netip.AddrPortFrom(addr, uint16(port)))
}
