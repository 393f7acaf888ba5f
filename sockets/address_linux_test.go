package sockets_test

import (
	"errors"
	"net"
	"net/netip"
	"strings"
	"testing"

	"socketspec/sockets"
)

func interfaceNamed(t *testing.T, name string) int {
	t.Helper()
	in, err := net.InterfaceByName(name)
	if err != nil {
		t.Skip(err)
	}

	return in.Index
}

func TestAbstractNames(t *testing.T) {
	for _, name := range []string{
		"\x00" + t.Name(), "\x00" + t.Name() + "\x00with a NUL", "\x00" + strings.Repeat("x", 107), // all of sun_path
	} {
		s, addr := bound(t, sockets.SOCK_DGRAM, sockets.UnixAddr(name))
		if addr != sockets.UnixAddr(name) {
			t.Errorf("%q is bound to %q", name, addr.Path())
		}
		c, from := bound(t, sockets.SOCK_DGRAM, sockets.UnixAddr("\x00from"+t.Name()))
		_, err := c.SendTo([]byte("x"), addr)
		ok(t, err)
		_, sender, err := s.RecvFrom(1)
		ok(t, err)
		if sender != from {
			t.Errorf("the sender is %v", sender)
		}
		ok(t, c.Close())
	}
}

func TestLongestPathOfLinux(t *testing.T) {
	t.Chdir(t.TempDir())
	path := strings.Repeat("x", 107)
	if _, addr := bound(t, sockets.SOCK_DGRAM, sockets.UnixAddr(path)); addr.Path() != path {
		t.Errorf("it is bound to %q", addr.Path())
	}
}

// A link-local address is bound to together with its interface. This one is a
// multicast address, which every interface has.
func TestScopeIsTheInterface(t *testing.T) {
	group := netip.MustParseAddr("ff02::1234").WithZone("lo")
	addr, err := sockets.InetAddr(netip.AddrPortFrom(group, 0))
	if err != nil {
		t.Skip(err)
	}
	s, err := sockets.New(sockets.AF_INET6, sockets.SOCK_DGRAM)
	if err != nil {
		t.Skipf("%v: this machine has no IPv6", err)
	}
	kept(t, s)
	ok(t, s.Bind(addr))
	local, err := s.LocalAddr()
	ok(t, err)
	if int(local.Scope()) != interfaceNamed(t, "lo") || local.IP() != group.WithZone("") {
		t.Errorf("it is bound to %v", local)
	}
}

// A traffic class is flow information that needs no lease (ipv6(7)).
func TestFlowInformation(t *testing.T) {
	const (
		class        = 0x0520_0000
		flowinfoSend = 33 // IPV6_FLOWINFO_SEND, linux/in6.h; x/sys has no name for it
	)
	_, addr := boundTo6(t)
	s := newSocket(t, sockets.AF_INET6, sockets.SOCK_DGRAM)
	if err := s.SetOption(int(sockets.IPPROTO_IPV6), flowinfoSend, 1); errors.Is(err, sockets.ENOPROTOOPT) {
		t.Skipf("IPV6_FLOWINFO_SEND: %v: qemu-user, for one, does not know it", err)
	} else {
		ok(t, err)
	}
	ok(t, s.Connect(addr.WithFlow(class)))
	peer, err := s.PeerAddr()
	ok(t, err)
	if peer != addr.WithFlow(class) {
		t.Errorf("its peer is %v with flow information %#x", peer, peer.Flow())
	}
}

func boundTo6(t *testing.T) (*sockets.Socket, sockets.Addr) {
	t.Helper()
	s, err := sockets.New(sockets.AF_INET6, sockets.SOCK_DGRAM)
	if err == nil {
		kept(t, s)
		err = s.Bind(sockets.MustParseAddr("[::1]:0"))
	}
	if err != nil {
		t.Skipf("%v: this machine has no IPv6", err)
	}
	addr, err := s.LocalAddr()
	ok(t, err)

	return s, addr
}

func TestIPv6Datagrams(t *testing.T) {
	s, at := boundTo6(t)
	c, from := boundTo6(t)
	_, err := c.SendTo([]byte("x"), at)
	ok(t, err)
	data, sender, err := s.RecvFrom(10)
	ok(t, err)
	if string(data) != "x" || sender != from {
		t.Errorf("%q from %v, which is %v", data, sender, from)
	}
}
