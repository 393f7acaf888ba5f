package sockets_test

import (
	"net"
	"net/netip"
	"os"
	"testing"

	"socketspec/sockets"
)

func TestAddressesReadAsTheyArePrinted(t *testing.T) {
	for text, family := range map[string]sockets.Family{
		"192.0.2.1:80":              sockets.AF_INET,
		"0.0.0.0:0":                 sockets.AF_INET,
		"[2001:db8::1]:65535":       sockets.AF_INET6,
		"[fe80::1%7]:80":            sockets.AF_INET6,
		"[::ffff:192.0.2.1]:80":     sockets.AF_INET6,
		"/run/a.sock":               sockets.AF_UNIX,
		"./a.sock":                  sockets.AF_UNIX,
		"@abstract":                 sockets.AF_UNIX,
		"@with/slash and \x00 byte": sockets.AF_UNIX,
	} {
		addr, err := sockets.ParseAddr(text)
		if err != nil {
			t.Error(err)
			continue
		}
		again, err := sockets.ParseAddr(addr.String())
		if err != nil || again != addr || addr.String() != text || addr.Family() != family {
			t.Errorf("%q is %v, %q, and read again %v", text, addr.Family(), addr, again)
		}
	}
}

func TestWhatIsNoAddress(t *testing.T) {
	for _, text := range []string{
		"", ":80", "192.0.2.1", "192.0.2.1:65536", "192.0.2.1:http", "localhost:80", "[::1]", "::1:80:", "name",
		"[fe80::1%nosuchinterface]:80", "[fe80::1%4294967296]:80",
	} {
		addr, err := sockets.ParseAddr(text)
		if addr != (sockets.Addr{}) {
			t.Errorf("%q is %v", text, addr)
		}
		wants(t, text, err, os.ErrInvalid)
	}
	_, err := sockets.InetAddr(netip.AddrPort{})
	wants(t, "the zero AddrPort", err, os.ErrInvalid)
	defer func() {
		if recover() == nil {
			t.Error("MustParseAddr did not panic")
		}
	}()
	sockets.MustParseAddr("nothing")
}

func TestAddressesAreEqualWhenTheyNameTheSamePlace(t *testing.T) {
	a := sockets.MustParseAddr("[fe80::1%7]:80")
	same := map[sockets.Addr]bool{a: true}
	if !same[sockets.MustParseAddr("[fe80:0::1%7]:80")] {
		t.Error("two ways to write it are two addresses")
	}
	for _, other := range []sockets.Addr{
		sockets.MustParseAddr("[fe80::1%8]:80"), sockets.MustParseAddr("[fe80::1]:80"), a.WithPort(81), a.WithFlow(1),
		sockets.UnixAddr(a.String()),
		{},
	} {
		if same[other] {
			t.Errorf("%v is taken for %v", other, a)
		}
	}
	v4 := sockets.MustParseAddr("192.0.2.1:80")
	if v4.WithFlow(1) != v4 {
		t.Error("an IPv4 address has flow information")
	}
	if u := sockets.UnixAddr("/a"); u.WithPort(1) != u || u.WithFlow(1) != u {
		t.Error("a path has a port")
	}
}

func TestPartsOfAnAddress(t *testing.T) {
	a := sockets.MustParseAddr("[fe80::1%7]:80").WithFlow(5).WithPort(443)
	if a.IP() != netip.MustParseAddr("fe80::1") || a.Port() != 443 || a.Scope() != 7 || a.Flow() != 5 {
		t.Errorf("%v has other parts: %v, %d, %d, %d", a, a.IP(), a.Port(), a.Scope(), a.Flow())
	}
	if ap := a.AddrPort(); ap != netip.MustParseAddrPort("[fe80::1%7]:443") {
		t.Errorf("as netip has it, it is %v", ap)
	}
	for _, c := range []struct {
		addr          sockets.Addr
		network, text string
	}{
		{sockets.Addr{}, "", ""},
		{sockets.UnixAddr(""), "unix", ""},
		{sockets.UnixAddr("relative"), "unix", "relative"},
		{a, "ip", "[fe80::1%7]:443"},
		{
			sockets.LinkAddr(sockets.Link{Index: 2, Protocol: 0x806, Addr: [8]byte{2, 0, 0, 0, 0, 1}, Len: 6}),
			"packet", "02:00:00:00:00:01 protocol 0x0806 interface 2",
		},
		{
			sockets.LinkAddr(sockets.Link{Addr: [8]byte{1, 2, 3, 4, 5, 6, 7, 8}, Len: 9}), // of which there are 8
			"packet", "01:02:03:04:05:06:07:08 protocol 0x0000 interface 0",
		},
	} {
		if net.Addr(c.addr).Network() != c.network || c.addr.String() != c.text {
			t.Errorf("%q, %q instead of %q, %q", c.addr.Network(), c.addr, c.network, c.text)
		}
	}
}

func TestZoneIsTheNameOrTheNumberOfAnInterface(t *testing.T) {
	all, err := net.Interfaces()
	if err != nil || len(all) == 0 {
		t.Skipf("no interfaces are to be seen: %v", err)
	}
	a, err := sockets.InetAddr(netip.AddrPortFrom(netip.MustParseAddr("fe80::1").WithZone(all[0].Name), 1))
	if err != nil || int(a.Scope()) != all[0].Index {
		t.Errorf("%q is interface %d, not %d: %v", all[0].Name, a.Scope(), all[0].Index, err)
	}
}

func TestNamesAreThoseOfPOSIX(t *testing.T) {
	for got, want := range map[string]string{
		sockets.AF_UNSPEC.String():      "AF_UNSPEC",
		sockets.AF_INET.String():        "AF_INET",
		sockets.AF_INET6.String():       "AF_INET6",
		sockets.AF_UNIX.String():        "AF_UNIX",
		sockets.AF_PACKET.String():      "AF_PACKET",
		sockets.Family(999).String():    "Family(999)",
		sockets.SOCK_STREAM.String():    "SOCK_STREAM",
		sockets.SOCK_DGRAM.String():     "SOCK_DGRAM",
		sockets.SOCK_SEQPACKET.String(): "SOCK_SEQPACKET",
		sockets.SOCK_RAW.String():       "SOCK_RAW",
		sockets.Type(999).String():      "Type(999)",
		sockets.SHUT_RD.String():        "SHUT_RD",
		sockets.SHUT_WR.String():        "SHUT_WR",
		sockets.SHUT_RDWR.String():      "SHUT_RDWR",
		sockets.How(999).String():       "How(999)",
	} {
		if got != want {
			t.Errorf("%q instead of %q", got, want)
		}
	}
}
