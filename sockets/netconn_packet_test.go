package sockets_test

import (
	"bytes"
	"context"
	"errors"
	"net"
	"net/netip"
	"os"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"

	"socketspec/sockets"
)

var loopback6 = sockets.MustParseAddr("[::1]:0")

// packetView is the view of a datagram socket that is bound to an address.
func packetView(t testing.TB, addr sockets.Addr) net.PacketConn {
	t.Helper()
	s, err := sockets.New(addr.Family(), sockets.SOCK_DGRAM)
	if err == nil {
		err = kept(t, s).Bind(addr)
	}
	if err != nil && addr.Family() != sockets.AF_INET {
		t.Skipf("%v: this machine has no %v", err, addr.Family())
	}
	ok(t, err)

	return s.NetConn().(net.PacketConn)
}

func TestOnlyViewsOfDatagramsArePacketConns(t *testing.T) {
	for _, is := range []struct {
		pair func(testing.TB) (a, b *sockets.Socket)
		want bool
	}{{tcpPair, false}, {streamPair, false}, {udpPair, true}} {
		s, _ := is.pair(t)
		if _, got := s.NetConn().(net.PacketConn); got != is.want {
			t.Errorf("%v %v: %t", s.Family(), s.Type(), got)
		}
	}
}

func TestDatagramsHaveAddresses(t *testing.T) {
	for _, addr := range []sockets.Addr{loopback, loopback6} {
		t.Run(addr.Family().String(), func(t *testing.T) {
			a, b := packetView(t, addr), packetView(t, addr)
			own, err := sockets.InetAddr(b.LocalAddr().(*net.UDPAddr).AddrPort())
			ok(t, err)
			likeIP := "E" + strings.Repeat("\x00", 19) + "payload" // which only a raw socket takes for a header
			for datagram, to := range map[string]net.Addr{
				"one": b.LocalAddr(), "": b.LocalAddr(), "two": own, likeIP: own,
			} {
				n, err := a.WriteTo([]byte(datagram), to)
				if n != len(datagram) || err != nil {
					t.Errorf("write: %d, %v", n, err)
				}
				buf := make([]byte, 64)
				n, from, err := b.ReadFrom(buf)
				if string(buf[:n]) != datagram || err != nil {
					t.Errorf("read: %q, %v", buf[:n], err)
				}
				if from.(*net.UDPAddr).AddrPort() != a.LocalAddr().(*net.UDPAddr).AddrPort() {
					t.Errorf("it is from %v, not %v", from, a.LocalAddr())
				}
			}
		})
	}
}

// What package net does with a destination, a view does, to the letter.
func TestDestinationsThatAreRefused(t *testing.T) {
	wineCannot(t, noNetReset)
	for _, addr := range []sockets.Addr{loopback, loopback6} {
		t.Run(addr.Family().String(), func(t *testing.T) {
			mine := packetView(t, addr)
			theirs, err := net.ListenUDP("udp", &net.UDPAddr{IP: addr.IP().AsSlice()})
			ok(t, err)
			defer func() { ok(t, theirs.Close()) }()
			refusals := []net.Addr{
				nil, (*net.UDPAddr)(nil), &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 9}, &net.IPAddr{IP: net.IPv6loopback},
				&net.UnixAddr{Name: "x", Net: "unixgram"}, &net.UDPAddr{IP: net.IP{1, 2, 3}, Port: 9},
			}
			if addr == loopback {
				refusals = append(refusals, &net.UDPAddr{IP: net.IPv6loopback, Port: 9})
			}
			for _, to := range refusals {
				compareErrors(t, to, [2]net.PacketConn{theirs, mine})
			}
			for _, port := range []int{-1, 1 << 16} {
				_, err = mine.WriteTo(nil, &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1), Port: port})
				wantsOp(t, err, "write", syscall.EINVAL)
			}
			_, err = mine.WriteTo(nil, &net.UDPAddr{IP: addr.IP().AsSlice(), Port: 1<<16 - 1})
			ok(t, err)
		})
	}
}

func TestDestinationsZoneIsThatOfAnInterface(t *testing.T) {
	c := packetView(t, loopback6)
	_, err := c.WriteTo(nil, &net.UDPAddr{IP: net.IPv6linklocalallnodes, Zone: "nosuchinterface", Port: 9})
	wantsOp(t, err, "write", os.ErrInvalid)
	if !strings.HasSuffix(err.Error(), `no interface "nosuchinterface"`) {
		t.Errorf("it is %q", err)
	}
}

func TestDestinationOfAConnectedViewIsRefused(t *testing.T) {
	wineCannot(t, noNetReset)
	s, _ := udpPair(t)
	theirs, err := net.Dial("udp", s.NetConn().LocalAddr().String())
	ok(t, err)
	defer func() { ok(t, theirs.Close()) }()
	both := [2]net.PacketConn{theirs.(net.PacketConn), s.NetConn().(net.PacketConn)}
	for _, to := range []net.Addr{nil, (*net.UDPAddr)(nil), &net.UDPAddr{Port: 9}, &net.TCPAddr{}} {
		compareErrors(t, to, both)
	}
	_, err = both[1].WriteTo(nil, s.NetConn().RemoteAddr())
	wants(t, "write to the peer", err, net.ErrWriteToConnected)
}

// compareErrors fails the test unless both refuse the destination with the same text.
func compareErrors(t *testing.T, to net.Addr, both [2]net.PacketConn) {
	t.Helper()
	var texts [2]string
	for i, c := range both {
		_, err := c.WriteTo([]byte("x"), to)
		if _, is := errors.AsType[*net.OpError](err); !is {
			t.Errorf("%T to %v: %v", c, to, err)
			return
		}
		texts[i] = strings.ReplaceAll(err.Error(), c.LocalAddr().String(), "LOCAL")
	}
	if texts[0] != texts[1] {
		t.Errorf("to %v:\n%q\n%q", to, texts[0], texts[1])
	}
}

// No IP is this machine, to package net and on these systems.
func TestDestinationsMayBeShort(t *testing.T) {
	ip4 := net.IPv4(127, 0, 0, 1)
	for _, is := range []struct {
		from, to sockets.Addr
		ips      []net.IP
	}{
		{loopback, loopback, []net.IP{nil, net.IPv4zero, ip4.To4(), ip4.To16()}},
		{sockets.MustParseAddr("[::]:0"), loopback, []net.IP{ip4.To4(), ip4.To16()}},
		{sockets.MustParseAddr("[::]:0"), loopback6, []net.IP{nil, net.IPv4zero, net.IPv6loopback}},
	} {
		t.Run(is.from.String()+" to "+is.to.String(), func(t *testing.T) {
			if is.from.Family() != is.to.Family() && keepsIPv4Apart(t) {
				t.Skip("this system sets IPV6_V6ONLY by itself")
			}
			a, b := packetView(t, is.from), packetView(t, is.to)
			ok(t, b.SetDeadline(time.Now().Add(patience)))
			for _, ip := range is.ips {
				_, err := a.WriteTo([]byte("x"), &net.UDPAddr{IP: ip, Port: b.LocalAddr().(*net.UDPAddr).Port})
				ok(t, err)
				_, _, err = b.ReadFrom(make([]byte, 1))
				ok(t, err)
			}
		})
	}
}

// keepsIPv4Apart reports whether a new socket of IPv6 has nothing to do with IPv4, as on
// Windows and OpenBSD.
func keepsIPv4Apart(t *testing.T) bool {
	t.Helper()
	only, err := newSocket(t, sockets.AF_INET6, sockets.SOCK_DGRAM).Option(int(sockets.IPPROTO_IPV6), sockets.IPV6_V6ONLY)
	ok(t, err)

	return only != 0
}

func TestPacketConnThatIsClosed(t *testing.T) {
	c := packetView(t, loopback)
	to := c.LocalAddr()
	reading := start(func() error { _, _, err := c.ReadFrom(make([]byte, 1)); return err })
	reading.blocked(t)
	ok(t, c.Close())
	reading.ends(t, "read", nil, net.ErrClosed)
	_, _, err := c.ReadFrom(make([]byte, 1))
	wantsOp(t, err, "read", net.ErrClosed)
	_, err = c.WriteTo([]byte("x"), to)
	wantsOp(t, err, "write", net.ErrClosed)
}

// wantsOp fails the test unless err is a net.OpError of that call, around target.
func wantsOp(t *testing.T, err error, op string, target error) {
	t.Helper()
	operr, is := errors.AsType[*net.OpError](err)
	if !is || operr.Op != op || !errors.Is(err, target) {
		t.Errorf("%s: %#v, not %v", op, err, target)
	}
}

// A loop that reads on comes to an end: net.Conn's users do not expect nothing and no
// error for ever.
func TestCloseReadIsTheEndOfDatagrams(t *testing.T) {
	_, b := views(t, udpPair)
	c := begin(func() ([]byte, error) { return nil, readOne(b) })
	c.blocked(t)
	ok(t, b.CloseRead())
	c.ends(t, "read", nil, errShutView)
	for range 2 {
		wants(t, "read, again", readOne(b), errShutView)
		_, from, err := b.(net.PacketConn).ReadFrom(make([]byte, 8))
		wants(t, "readfrom", err, errShutView)
		if from != nil {
			t.Errorf("nothing is from %v", from)
		}
	}
	ok(t, b.Close())
	wantsOp(t, b.CloseRead(), "close", net.ErrClosed)
}

// RFC 791, 3.1. What is cut off by a small buffer, or is no header, stays.
func TestHeaderIsCut(t *testing.T) {
	packet := func(first byte, n int) []byte {
		p := pattern(n)
		p[0] = first

		return p
	}
	for _, is := range []struct {
		p    []byte
		rest int // behind the header
	}{
		{nil, 0},
		{packet(0x45, 19), 19},
		{packet(0x45, 20), 0},
		{packet(0x45, 50), 30},
		{packet(0x46, 23), 23},
		{packet(0x46, 24), 0},
		{packet(0x4f, 59), 59},
		{packet(0x4f, 61), 1},
		{packet(0x44, 50), 50},
		{packet(0x65, 50), 50},
	} {
		want := slices.Clone(is.p[len(is.p)-is.rest:])
		if n := sockets.CutHeader(is.p); n != is.rest || !bytes.Equal(is.p[:n], want) {
			t.Errorf("%d bytes are left of %x, not %d, or others", n, is.p, is.rest)
		}
	}
}

func TestPacketConnHasDeadlines(t *testing.T) {
	c := packetView(t, loopback)
	ok(t, c.(viewed).Socket().SetTimeout(0)) // which is nothing to the view
	ok(t, c.SetDeadline(past))
	_, from, err := c.ReadFrom(make([]byte, 1))
	wantsOp(t, err, "read", os.ErrDeadlineExceeded)
	if from != nil {
		t.Errorf("it is from %v", from)
	}
	_, err = c.WriteTo([]byte("x"), c.LocalAddr())
	wantsOp(t, err, "write", os.ErrDeadlineExceeded)
	ok(t, c.SetDeadline(never))
	_, err = c.WriteTo([]byte("x"), c.LocalAddr())
	ok(t, err)
	if n, _, rerr := c.ReadFrom(make([]byte, 2)); n != 1 || rerr != nil {
		t.Errorf("%d bytes arrived: %v", n, rerr)
	}
}

// answerName answers one question about a name with an address.
func answerName(c net.PacketConn, ip netip.Addr) error {
	buf := make([]byte, 512)
	n, from, err := c.ReadFrom(buf)
	if err != nil {
		return err
	}
	var m dnsmessage.Message
	if err = m.Unpack(buf[:n]); err != nil {
		return err
	}
	m.Response, m.Additionals = true, nil
	if q := m.Questions[0]; q.Type == dnsmessage.TypeA {
		m.Answers = []dnsmessage.Resource{{
			Header: dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: q.Class, TTL: 1},
			Body:   &dnsmessage.AResource{A: ip.As4()},
		}}
	}
	reply, err := m.Pack()
	if err != nil {
		return err
	}
	_, err = c.WriteTo(reply, from)

	return err
}

// The resolver of package net tells UDP from TCP by what its connection is: to one
// that is no PacketConn it speaks the TCP form, with a length before each message.
func TestResolverTakesAViewForUDP(t *testing.T) {
	server := packetView(t, loopback)
	want := netip.MustParseAddr("192.0.2.7")
	serving := start(func() error { return answerName(server, want) })
	resolver := net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) {
		s := newSocket(t, sockets.AF_INET, sockets.SOCK_DGRAM)
		addr, err := sockets.InetAddr(server.LocalAddr().(*net.UDPAddr).AddrPort())
		if err == nil {
			err = s.Connect(addr)
		}

		return s.NetConn(), err
	}}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	got, err := resolver.LookupNetIP(ctx, "ip4", "host.example.")
	ok(t, err)
	if len(got) != 1 || got[0].Unmap() != want {
		t.Errorf("it is %v", got)
	}
	serving.ends(t, "the server", nil, nil)
}
