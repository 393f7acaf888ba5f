package sockets_test

import (
	"errors"
	"net"
	"net/netip"
	"os"
	"strconv"
	"testing"
	"time"

	"socketspec/sockets"
)

func server(t testing.TB, address string) (*sockets.Socket, sockets.Addr) {
	t.Helper()
	s, err := sockets.CreateServer(address, 5)
	ok(t, err)
	if s.Timeout() != sockets.NoTimeout {
		t.Errorf("its timeout is %v", s.Timeout())
	}
	kept(t, s)
	addr, err := s.LocalAddr()
	ok(t, err)

	return s, addr
}

func TestCreateServerAndConnection(t *testing.T) {
	l, addr := server(t, "127.0.0.1:0")
	for _, timeout := range []time.Duration{sockets.NoTimeout, patience} {
		c, err := sockets.CreateConnection(addr.String(), timeout)
		ok(t, err)
		if c.Timeout() != timeout {
			t.Errorf("its timeout is %v, not %v", c.Timeout(), timeout)
		}
		kept(t, c)
		s, _ := accepted(t, l)
		alive(t, c, s)
		alive(t, s, c)
	}
	on, err := l.Option(sockets.SOL_SOCKET, sockets.SO_REUSEADDR)
	ok(t, err)
	if (on != 0) != sockets.ServersReuseAddr {
		t.Errorf("SO_REUSEADDR is %d", on)
	}
}

// The end that closes first is left in TIME-WAIT, on the server's port.
func TestServerCanBeStartedAgain(t *testing.T) {
	l, addr := server(t, "127.0.0.1:0")
	c, err := sockets.CreateConnection(addr.String(), patience)
	ok(t, err)
	kept(t, c)
	s, _ := accepted(t, l)
	ok(t, s.Close())
	drain(t, c)
	ok(t, c.Close())
	ok(t, l.Close())
	server(t, addr.String())
}

func TestServerOfEveryAddress(t *testing.T) {
	_, addr := server(t, ":0")
	if addr.IP() != netip.IPv4Unspecified() {
		t.Errorf("it listens on %v", addr)
	}
}

// A name stands for IPv4 where it has both; a client tries them all.
func TestCreateByName(t *testing.T) {
	l, addr := server(t, "localhost:0")
	if !addr.IP().IsLoopback() {
		t.Fatalf("it listens on %v", addr)
	}
	c, err := sockets.CreateConnection("localhost:"+port(addr), patience)
	ok(t, err)
	kept(t, c)
	s, _ := accepted(t, l)
	alive(t, c, s)
}

func port(addr sockets.Addr) string { return strconv.Itoa(int(addr.Port())) }

func TestIPv6ServerTakesNoIPv4(t *testing.T) {
	needsIPv6(t, sockets.MustParseAddr("[::]:0"))
	l, addr := server(t, "[::]:0")
	only, err := l.Option(int(sockets.IPPROTO_IPV6), sockets.IPV6_V6ONLY)
	ok(t, err)
	if only == 0 {
		t.Error("IPV6_V6ONLY is off")
	}
	c, err := sockets.CreateConnection("[::1]:"+port(addr), patience)
	if errors.Is(err, sockets.EADDRNOTAVAIL) {
		t.Skipf("%v: this machine has no IPv6 address", err)
	}
	ok(t, err)
	kept(t, c)
	s, _ := accepted(t, l)
	alive(t, c, s)
}

// needsIPv6 skips a test where nothing can be bound to an address of IPv6.
func needsIPv6(t testing.TB, addr sockets.Addr) {
	t.Helper()
	s, err := sockets.New(sockets.AF_INET6, sockets.SOCK_STREAM)
	if err == nil {
		err = errors.Join(s.Bind(addr), s.Close())
	}
	if err != nil {
		t.Skipf("%v: this machine has no IPv6", err)
	}
}

func TestConnectionRefusedAtEveryAddress(t *testing.T) {
	addr := refusing(t)
	_, err := sockets.CreateConnection("localhost:"+port(addr), patience)
	wants(t, "create", err, sockets.ECONNREFUSED)
	var call *os.SyscallError
	if !errors.As(err, &call) || call.Syscall != "connect" {
		t.Errorf("%v names no call", err)
	}
}

func TestConnectionTimeout(t *testing.T) {
	_, addr, _, _ := fullListener(t)
	_, err := sockets.CreateConnection(addr.String(), time.Millisecond)
	wants(t, "create", err, os.ErrDeadlineExceeded)
	if !isTimeout(err) {
		t.Errorf("%v is not a net.Error with Timeout", err)
	}
	_, err = sockets.CreateConnection(addr.String(), 0)
	wants(t, "create", err, sockets.EINPROGRESS)
}

func TestServerOnATakenPort(t *testing.T) {
	_, addr := listener(t, 1)
	_, err := sockets.CreateServer(addr.String(), 1)
	wants(t, "create", err, sockets.EADDRINUSE)
	_, err = sockets.CreateServer("192.0.2.1:0", 1)
	wants(t, "create", err, sockets.EADDRNOTAVAIL)
}

func TestNonsenseIsNotCreated(t *testing.T) {
	for _, address := range []string{
		"", "127.0.0.1", "::1:80", "127.0.0.1:65536", "127.0.0.1:-1", "127.0.0.1:nosuchservice",
		"[fe80::1%nosuchinterface]:80",
	} {
		_, err := sockets.CreateServer(address, 1)
		wants(t, "server "+address, err, os.ErrInvalid)
		_, err = sockets.CreateConnection(address, patience)
		wants(t, "connection "+address, err, os.ErrInvalid)
	}
	_, err := sockets.CreateConnection(":80", patience)
	wants(t, "a connection to nowhere", err, os.ErrInvalid)
	for _, timeout := range []time.Duration{-2, sockets.MaxTimeout + 1} {
		_, err = sockets.CreateConnection("127.0.0.1:80", timeout)
		wants(t, "a timeout out of range", err, os.ErrInvalid)
	}
}

// RFC 2606: the name does not exist. It is not asked for over the network.
func TestNameThatDoesNotExist(t *testing.T) {
	_, err := sockets.CreateConnection("no such host.invalid:80", patience)
	if unknown := new(net.DNSError); !errors.As(err, &unknown) {
		t.Errorf("%#v is not a *net.DNSError", err)
	}
}
