package sockets_test

import (
	"net"
	"net/netip"
	"os"
	"strconv"
	"strings"
	"testing"

	"socketspec/sockets"
)

// What the fuzz targets say of the seeds is part of every run of the tests. To
// let one of them look for more:
//
//	go test -run='^$' -fuzz='^FuzzParseAddr$' -fuzztime=60s ./sockets

// The judge of IP addresses is package netip, that of zones the system.
func FuzzParseAddr(f *testing.F) {
	for _, s := range []string{
		"", "@", "/", "@abstract", "@a/b", "./@", "@x/y", "\x00/", "/run/a.sock", "relative", "/\x00", "/\xff",
		":0", "192.0.2.1:80", "192.0.2.1:65536", "192.0.2.01:80", "192.0.2.1:+80", "192.0.2.1:080", "0.0.0.0:0", "192.0.2.1%1:80",
		"[2001:db8::1]:65535", "[::ffff:192.0.2.1]:80", "[::ffff:192.0.2.1%3]:80", "[::]", "::1:80", "[192.0.2.1]:80",
		"[fe80::1%7]:80", "[fe80::1%007]:80", "[::1%0]:80", "[fe80::1%lo]:80", "[fe80::1%lo/]:80", "[fe80::1%]:80", "[fe80::1%%]:80",
		"[fe80::1%4294967295]:80", "[fe80::1%4294967296]:80", "[fe80::1%-1]:80", "[fe80::1%1]2]:80",
	} {
		f.Add(s, uint16(65535), uint32(0x0fff_ffff))
	}
	f.Fuzz(func(t *testing.T, s string, port uint16, flow uint32) {
		addr, err := sockets.ParseAddr(s)
		want, lawful := parsed(s)
		if lawful != (err == nil) || addr != want {
			t.Fatalf("%q is read as %#v, %v, and not as %#v", s, addr, err, want)
		}
		if !lawful {
			wants(t, s, err, os.ErrInvalid)
		} else if again, err := sockets.ParseAddr(addr.String()); again != addr || err != nil {
			t.Fatalf("%q is printed as %q, and that is read as %#v, %v", s, addr, again, err)
		}
		changesOnePart(t, addr, port, flow)
		pathIsKept(t, s)
	})
}

// parsed is what ParseAddr has to make of s, by other means, and whether it has
// to make anything of it.
func parsed(s string) (sockets.Addr, bool) {
	if strings.HasPrefix(s, "@") {
		return sockets.UnixAddr("\x00" + s[1:]), true
	}
	if strings.IndexByte(s, '/') >= 0 {
		return sockets.UnixAddr(s), true
	}
	ap, err := netip.ParseAddrPort(s)
	if err != nil {
		return sockets.Addr{}, false
	}
	scope, err := strconv.ParseUint("0"+ap.Addr().Zone(), 10, 32)
	if err != nil {
		in, unknown := net.InterfaceByName(ap.Addr().Zone())
		if unknown != nil {
			return sockets.Addr{}, false
		}
		scope = uint64(in.Index)
	}
	zone := ""
	if scope != 0 {
		zone = strconv.FormatUint(scope, 10)
	}
	addr, err := sockets.InetAddr(netip.AddrPortFrom(ap.Addr().WithZone(zone), ap.Port()))

	return addr, err == nil && addr.AddrPort() == netip.AddrPortFrom(ap.Addr().WithZone(zone), ap.Port())
}

// changesOnePart fails the test if the parts of an address contradict each
// other, or if WithPort or WithFlow changes more than one.
func changesOnePart(t *testing.T, addr sockets.Addr, port uint16, flow uint32) {
	t.Helper()
	ap := addr.AddrPort()
	zone := ap.Addr().Zone()
	if ap.Port() != addr.Port() || ap.Addr().WithZone("") != addr.IP() || (addr.Scope() != 0) != (zone != "") {
		t.Fatalf("%#v is %v to netip", addr, ap)
	}
	if zone != "" && zone != strconv.FormatUint(uint64(addr.Scope()), 10) {
		t.Fatalf("the zone of scope %d is %q", addr.Scope(), zone)
	}
	inet6 := addr.Family() == sockets.AF_INET6
	inet := inet6 || addr.Family() == sockets.AF_INET
	if inet != addr.IP().IsValid() || inet && inet6 == addr.IP().Is4() || inet && addr.Path() != "" {
		t.Fatalf("%#v is of the family %v", addr, addr.Family())
	}

	other := addr.WithPort(port).WithFlow(flow)
	if inet && other.Port() != port || inet6 && other.Flow() != flow {
		t.Fatalf("with port %d and flow information %#x it is %#v", port, flow, other)
	}
	if other.WithPort(addr.Port()).WithFlow(addr.Flow()) != addr {
		t.Fatalf("%#v does not return to what it was: %#v", other, addr)
	}
	if !inet && other != addr || !inet6 && other.Flow() != 0 {
		t.Fatalf("%#v has become %#v", addr, other)
	}
}

// pathIsKept fails the test unless any path is itself, and is read again as the
// comment of String says.
func pathIsKept(t *testing.T, path string) {
	t.Helper()
	addr := sockets.UnixAddr(path)
	if addr.Path() != path || addr.Family() != sockets.AF_UNIX {
		t.Fatalf("%q has become %#v", path, addr)
	}
	abstract := strings.HasPrefix(path, "\x00")
	if !abstract && addr.String() != path {
		t.Fatalf("%q is printed as %q", path, addr)
	}
	if abstract || strings.Contains(path, "/") && !strings.HasPrefix(path, "@") {
		if again, err := sockets.ParseAddr(addr.String()); again != addr || err != nil {
			t.Fatalf("%q is printed as %q, and that is read as %#v, %v", path, addr, again, err)
		}
	}
}
