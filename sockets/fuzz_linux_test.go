package sockets_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"net/netip"
	"os"
	"strconv"
	"strings"
	"testing"

	"socketspec/sockets"
)

// The judges are the layouts of ip(7), ipv6(7), unix(7) and packet(7), and for
// Unix addresses the system itself.
func FuzzSockaddr(f *testing.F) {
	dir := f.TempDir() + "/"
	for _, raw := range []string{
		"", "\x01", "\x00\x00", "\xff\xff 1",
		"\x02\x00\x00\x50\xc0\x00\x02\x01", "\x02\x00\xff\xfe\xff\xff\xff\xff12345678more",
		"\x0a\x00\x01\xbb\x00\x00\x00\x05\x20\x01\x0d\xb8\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01\x02\x00\x00\x00",
		"\x0a\x00\x00\x00\xff\xff\xff\xff\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\xff\xff\xc0\x00\x02\x01\xff\xff\xff\xff",
		"\x01\x00", "\x01\x00path", "\x01\x00path\x00rest", "\x01\x00\x00", "\x01\x00\x00abstract\x00name\x00", "\x01\x00./.", "\x01\x00..",
		"\x01\x00" + strings.Repeat("p", 107), "\x01\x00" + strings.Repeat("p", 108), "\x01\x00" + strings.Repeat("p", 120),
		"\x01\x00\x00" + strings.Repeat("a", 107), "\x01\x00\x00" + strings.Repeat("a", 108), "\x01\x00" + strings.Repeat("\x00", 108),
		"\x01\x00" + strings.Repeat("p", 106-len(dir)), "\x01\x00" + strings.Repeat("p", 107-len(dir)), "\x01\x00" + strings.Repeat("p", 108-len(dir)),
		"\x11\x00\x08\x06\x02\x00\x00\x00\x01\x00\x03\x06\x02\x00\x00\x00\x00\x01\x00\x00",
		"\x11\x00\xff\x01\xff\xff\xff\xff\x18\x00\x04\xff12345678",
	} {
		f.Add([]byte(raw), uint8(len(raw)))
		f.Add([]byte(raw), uint8(max(28, len(raw))))
	}
	f.Fuzz(func(t *testing.T, raw []byte, length uint8) {
		const all = 112 // bytes that the system is given for an address
		full := append(bytes.Clone(raw), make([]byte, all)...)[:all]
		clear(full[min(int(length), all):])
		want, back := decoded(full, int(length))
		addr := sockets.AddrOf(full, uint32(length))
		if addr != want {
			t.Fatalf("% x of %d bytes is %#v and not %#v", full, length, addr, want)
		}
		if again := sockets.Sockaddr(addr); !bytes.Equal(again, back) && len(back) <= 110 {
			t.Fatalf("%#v is written as % x and not % x", addr, again, back)
		}
		if addr.Family() == sockets.AF_UNIX {
			boundTo(t, dir, addr.Path())
		}
	})
}

// decoded is the address in the bytes of raw, of which the system has written n,
// and what it is written as.
func decoded(raw []byte, n int) (addr sockets.Addr, back []byte) {
	port := binary.BigEndian.Uint16(raw[2:])
	switch family := sockets.Family(binary.NativeEndian.Uint16(raw)); {
	case n >= 2 && family == sockets.AF_INET:
		addr, _ = sockets.InetAddr(netip.AddrPortFrom(netip.AddrFrom4([4]byte(raw[4:])), port))
		return addr, append(bytes.Clone(raw[:8]), make([]byte, 8)...)
	case n >= 2 && family == sockets.AF_INET6:
		ip := netip.AddrFrom16([16]byte(raw[8:]))
		if scope := binary.NativeEndian.Uint32(raw[24:]); scope != 0 {
			ip = ip.WithZone(strconv.FormatUint(uint64(scope), 10))
		}
		addr, _ = sockets.InetAddr(netip.AddrPortFrom(ip, port))
		return addr.WithFlow(binary.BigEndian.Uint32(raw[4:])), raw[:28]
	case n >= 2 && family == sockets.AF_UNIX:
		path := string(raw[2:max(2, min(n, 110))])
		end := ""
		if !strings.HasPrefix(path, "\x00") {
			path, _, _ = strings.Cut(path, "\x00")
			end = "\x00"
		}
		if path == "" {
			end = ""
		}
		return sockets.UnixAddr(path), []byte(string(raw[:2]) + path + end)
	case n >= 2 && family == sockets.AF_PACKET:
		return sockets.LinkAddr(sockets.Link{
			Protocol: port, Index: int(int32(binary.NativeEndian.Uint32(raw[4:]))),
			Hardware: binary.NativeEndian.Uint16(raw[8:]), Kind: raw[10], Len: raw[11], Addr: [8]byte(raw[12:]),
		}), raw[:20]
	}

	return sockets.Addr{}, []byte{0, 0}
}

// boundTo fails the test unless a socket that is bound to name, a file in dir or
// abstract, has that address: to itself, and to whoever hears from it.
func boundTo(t *testing.T, dir, name string) {
	t.Helper()
	abstract, limit := strings.HasPrefix(name, "\x00"), 108
	if !abstract {
		if name == "" || strings.Contains(name, "/") {
			return // another place, or one that the system chooses
		}
		name, limit = dir+name, 107
	}
	addr := sockets.UnixAddr(name)
	s := newSocket(t, sockets.AF_UNIX, sockets.SOCK_DGRAM)
	ok(t, s.SetTimeout(0))
	err := s.Bind(addr)
	switch {
	case len(name) > limit:
		wants(t, "bind to what is too long", err, os.ErrInvalid)
		return
	case errors.Is(err, sockets.EADDRINUSE) && (abstract || name == dir+"." || name == dir+".."):
		return // another worker has the name
	}
	ok(t, err)
	if !abstract {
		defer os.Remove(name) //nolint:errcheck // Or TempDir does.
		_, err = os.Lstat(name)
		ok(t, err)
	}
	local, err := s.LocalAddr()
	ok(t, err)
	_, err = s.SendTo([]byte("x"), addr)
	ok(t, err)
	_, from, err := s.RecvFrom(1)
	ok(t, err)
	if local != addr || from != addr {
		t.Fatalf("%q is %q, and heard of as %q", addr.Path(), local.Path(), from.Path())
	}
}
