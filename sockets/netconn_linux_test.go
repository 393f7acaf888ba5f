package sockets_test

import (
	"io"
	"net"
	"strings"
	"testing"

	"socketspec/sockets"
)

func TestViewsLeaveNothing(t *testing.T) {
	leavesNothing(t, func() {
		overHTTP(t)
		overTLS(t)
	})
}

func TestAbstractNameIsThatOfPackageNet(t *testing.T) {
	s, _ := bound(t, sockets.SOCK_STREAM, sockets.UnixAddr("\x00socketspec-"+t.Name()))
	if got := s.NetListener().Addr().String(); got != "@socketspec-"+t.Name() {
		t.Errorf("it is %q", got)
	}
}

// Of these package net has no address.
// Linux keeps the datagrams that came before SHUT_RD.
func TestTheEndOfDatagramsComesBehindThem(t *testing.T) {
	for name, pair := range map[string]func(testing.TB) (a, b *sockets.Socket){"UDP": udpPair, "Unix": dgramPair} {
		t.Run(name, func(t *testing.T) {
			a, b := views(t, pair)
			for _, datagram := range []string{"one", "", "two"} {
				_, err := a.Write([]byte(datagram))
				ok(t, err)
			}
			ok(t, b.Socket().Shutdown(sockets.SHUT_RD))
			buf := make([]byte, 8)
			for _, want := range []string{"one", "", "two"} {
				if n, err := b.Read(buf); string(buf[:n]) != want || err != nil {
					t.Errorf("read: %q, %v", buf[:n], err)
				}
			}
			if rest, err := io.ReadAll(b); len(rest) > 0 || err != nil {
				t.Errorf("behind them: %q, %v", rest, err)
			}
			if data, err := b.Socket().Recv(8); len(data) > 0 || err != nil {
				t.Errorf("of the socket's own recv: %q, %v", data, err)
			}
		})
	}
}

func TestViewOfAPacketSocketHasThisPackagesAddresses(t *testing.T) {
	s, err := sockets.New(sockets.AF_PACKET, sockets.SOCK_DGRAM)
	if err != nil {
		t.Skipf("%v: the cure is to be root", err)
	}
	kept(t, s)
	if addr, is := s.NetConn().LocalAddr().(sockets.Addr); !is || addr.Family() != sockets.AF_PACKET {
		t.Errorf("it is %v", addr)
	}
}

func TestViewOfARawSocketHasAnIPAddress(t *testing.T) {
	s, err := sockets.New(sockets.AF_INET, sockets.SOCK_RAW, sockets.IPPROTO_ICMP)
	if err != nil {
		t.Skipf("%v: the cure is to be root", err)
	}
	kept(t, s)
	if got := s.NetConn().LocalAddr(); got.Network() != "ip" || got.String() != "0.0.0.0" {
		t.Errorf("it is %v %q", got.Network(), got)
	}
}

// Read returns the IP header too.
func TestRawPacketsHaveNoIPHeader(t *testing.T) {
	const experimental = 253 // RFC 3692
	s, err := sockets.New(sockets.AF_INET, sockets.SOCK_RAW, experimental)
	if err != nil {
		t.Skipf("%v: the cure is to be root", err)
	}
	kept(t, s)
	ok(t, s.Bind(loopback))
	c := s.NetConn().(net.PacketConn)
	buf := make([]byte, 64)
	for range 2 {
		_, err = c.WriteTo([]byte("payload"), c.LocalAddr())
		ok(t, err)
	}
	n, from, err := c.ReadFrom(buf)
	if string(buf[:n]) != "payload" || err != nil || from.(*net.IPAddr).String() != "127.0.0.1" {
		t.Errorf("read: %q from %v, %v", buf[:n], from, err)
	}
	n, err = s.NetConn().Read(buf)
	if got, found := strings.CutSuffix(string(buf[:n]), "payload"); !found || len(got) != 20 || err != nil {
		t.Errorf("read: %q, %v", buf[:n], err)
	}
}
