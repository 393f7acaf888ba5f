package sockets_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"socketspec/sockets"
)

func TestViewsLeaveNothing(t *testing.T) {
	leavesNothing(t, func() {
		overHTTP(t)
		overTLS(t)
	})
}

// The descriptor blocks, so that the deadline passes while the system sends the first
// piece. What is sent by then is no failure; what is left is not sent any more.
func TestDeadlineIsLookedAtBetweenTwoPieces(t *testing.T) {
	const piece = 1 << 20
	for _, size := range []int{piece, 3 * piece} {
		p := pattern(size)
		t.Run(fmt.Sprint("Write ", size), func(t *testing.T) {
			writesUntilPast(t, p, piece, func(a viewed) (int64, error) { n, err := a.Write(p); return int64(n), err })
		})
		t.Run(fmt.Sprint("WriteBuffers ", size), func(t *testing.T) {
			bufs := buffersOf(p, 4100) // one of them is cut
			sent := writesUntilPast(t, p, piece, func(a viewed) (int64, error) { return a.WriteBuffers(&bufs) })
			if !bytes.Equal(bytes.Join(bufs, nil), p[sent:]) {
				t.Error("other buffers are left")
			}
		})
	}
}

// writesUntilPast has the deadline pass as the first piece of p is sent, and returns how
// much was sent.
func writesUntilPast(t *testing.T, p []byte, piece int64, write func(viewed) (int64, error)) (sent int64) {
	t.Helper()
	a, b := views(t, streamPair)
	t.Cleanup(func() { _ = b.Close() }) // else a send that hangs would keep a from being closed
	ok(t, a.Socket().Control(func(fd uintptr) { ok(t, unix.SetNonblock(int(fd), false)) }))
	writing := start(func() (err error) { sent, err = write(a); return err })
	recvFull(t, b.Socket(), p[:1])
	ok(t, a.SetWriteDeadline(past))
	receiving := begin(func() ([]byte, error) { return drain(t, b.Socket()), nil })
	_, err := writing.result(t)
	if sent < int64(len(p)) {
		expired(t, "write", err)
	} else if sent > piece || err != nil {
		t.Errorf("%d bytes were sent, %v", sent, err)
	}
	ok(t, a.CloseWrite())
	if got, _ := receiving.result(t); !bytes.Equal(got, p[1:sent]) {
		t.Errorf("%d bytes were sent, and %d arrived behind the first, or others", sent, len(got))
	}

	return sent
}

// Nothing tells who waits for room on a Unix socket that its side was shut down.
func TestShutdownEndsWriteBuffers(t *testing.T) {
	for _, waits := range []bool{true, false} {
		a, _ := views(t, fullPair)
		ok(t, a.SetDeadline(time.Now().Add(patience)))
		writing := start(func() error { _, err := a.WriteBuffers(&net.Buffers{{'x'}}); return err })
		if waits {
			writing.blocked(t)
		}
		ok(t, a.CloseWrite())
		writing.ends(t, "write", nil, sockets.EPIPE)
	}
}

// One of TCP has the number that SO_KEEPALIVE has.
func TestOtherOptionsAreNotTheViews(t *testing.T) {
	want := netsOptions(t)
	for _, other := range []struct{ level, name int }{
		{unix.SOL_SOCKET, unix.SO_RCVBUF},
		{unix.IPPROTO_IP, unix.IP_TTL},
		{unix.IPPROTO_TCP, unix.TCP_DEFER_ACCEPT},
	} {
		s, _ := tcpPair(t)
		ok(t, s.SetOption(other.level, other.name, 64))
		s.NetConn()
		haveOptions(t, s, want)
	}
}

func TestAbstractNameIsThatOfPackageNet(t *testing.T) {
	s, _ := bound(t, sockets.SOCK_STREAM, sockets.UnixAddr("\x00socketspec-"+t.Name()))
	if got := s.NetListener().Addr().String(); got != "@socketspec-"+t.Name() {
		t.Errorf("it is %q", got)
	}
}

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

// Of these package net has no address.
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

const experimental = 253 // RFC 3692

// rawPacketView is the view of a raw socket that is bound to an address.
func rawPacketView(t *testing.T, addr sockets.Addr) net.PacketConn {
	t.Helper()
	if addr.Family() == sockets.AF_INET6 {
		needsIPv6(t, addr)
	}
	s, err := sockets.New(addr.Family(), sockets.SOCK_RAW, experimental)
	if err != nil {
		t.Skipf("%v: the cure is to be root", err)
	}
	ok(t, kept(t, s).Bind(addr))
	c := s.NetConn().(net.PacketConn)
	ok(t, c.SetDeadline(time.Now().Add(patience)))

	return c
}

// Read returns the IP header too.
func TestRawPacketsHaveNoIPHeader(t *testing.T) {
	c := rawPacketView(t, loopback)
	buf := make([]byte, 64)
	for range 2 {
		_, err := c.WriteTo([]byte("payload"), c.LocalAddr())
		ok(t, err)
	}
	n, from, err := c.ReadFrom(buf)
	if string(buf[:n]) != "payload" || err != nil || from.(*net.IPAddr).String() != "127.0.0.1" {
		t.Errorf("read: %q from %v, %v", buf[:n], from, err)
	}
	n, err = c.(net.Conn).Read(buf)
	if got, found := strings.CutSuffix(string(buf[:n]), "payload"); !found || len(got) != 20 || err != nil {
		t.Errorf("read: %q, %v", buf[:n], err)
	}
}

// A raw socket of IPv6 receives no IP header, though what it receives may look like one.
func TestRawPacketsOfIPv6ArriveWhole(t *testing.T) {
	c := rawPacketView(t, loopback6)
	want := append([]byte{0x45}, pattern(40)...)
	_, err := c.WriteTo(want, c.LocalAddr())
	ok(t, err)
	buf := make([]byte, 64)
	n, from, err := c.ReadFrom(buf)
	if !bytes.Equal(buf[:n], want) || err != nil || from.(*net.IPAddr).String() != "::1" {
		t.Errorf("read: %q from %v, %v", buf[:n], from, err)
	}
}

func TestRawPacketsHaveADestinationOfTheirFamily(t *testing.T) {
	c := rawPacketView(t, loopback)
	_, err := c.WriteTo([]byte("x"), &net.IPAddr{IP: net.IPv6loopback})
	if _, is := errors.AsType[*net.AddrError](err); !is {
		t.Errorf("it is %v", err)
	}
}

func TestDatagramsToAnAbstractName(t *testing.T) {
	a, b := packetView(t, sockets.UnixAddr("")), packetView(t, sockets.UnixAddr("\x00socketspec-"+t.Name()))
	ok(t, b.SetDeadline(time.Now().Add(patience)))
	_, err := a.WriteTo([]byte("x"), &net.UnixAddr{Name: "@socketspec-" + t.Name(), Net: "unixgram"})
	ok(t, err)
	_, from, err := b.ReadFrom(make([]byte, 1))
	if err != nil || from.String() != a.LocalAddr().String() {
		t.Errorf("it is from %v, not %v: %v", from, a.LocalAddr(), err)
	}
}
