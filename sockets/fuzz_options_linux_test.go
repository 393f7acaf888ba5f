package sockets_test

import (
	"encoding/binary"
	"errors"
	"math"
	"os"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"socketspec/sockets"
)

// The judge is a twin: a socket that was made, and had its option set, without
// this package. Numbers that a C int holds stand for those that every system
// has: for an unknown family, protocol or option the kernel may load a module.
func FuzzOptions(f *testing.F) {
	const most, least = math.MaxInt32, math.MinInt32
	for family := range int64(3) {
		for typ := range int64(4) {
			f.Add(family, typ, int64(0), int64(0), int64(unix.SO_KEEPALIVE), int64(1))
			f.Add(family, typ, int64(1), int64(1), int64(unix.IP_TTL), int64(64))
			f.Add(family, typ, int64(2), int64(3), int64(unix.TCP_NODELAY), int64(-1))
			f.Add(family, typ, int64(3), int64(2), int64(unix.IPV6_V6ONLY), int64(0))
		}
	}
	for _, n := range []int64{most, most + 1, least, least - 1, 1 << 32, 1<<32 + 1, 1<<63 - 1, -1 << 63} {
		f.Add(n, int64(0), int64(0), int64(0), int64(unix.SO_RCVBUF), n)
		f.Add(int64(1), n, int64(0), int64(0), int64(unix.SO_SNDBUF), n)
		f.Add(int64(1), int64(0), n, n, int64(unix.SO_LINGER), int64(0))
		f.Add(int64(6), int64(0), n, int64(0), n, int64(0))
	}
	f.Add(int64(6), int64(2), int64(1), int64(0), int64(unix.SO_TYPE), int64(0))
	f.Fuzz(func(t *testing.T, family, typ, protocol, level, name, value int64) {
		free := lowestFree(t)
		s := newTwin(t,
			// Packet sockets are slow to close.
			sockets.Family(oneOf(family, unix.AF_UNIX, unix.AF_INET, unix.AF_INET6, unix.AF_UNIX, unix.AF_INET, unix.AF_INET6, unix.AF_PACKET)),
			sockets.Type(oneOf(typ, unix.SOCK_STREAM, unix.SOCK_DGRAM, unix.SOCK_RAW, unix.SOCK_SEQPACKET)),
			sockets.Protocol(oneOf(protocol, 0, unix.IPPROTO_TCP, unix.IPPROTO_UDP, unix.IPPROTO_ICMP)))
		if s != nil {
			s.option(t, oneOf(level, unix.SOL_SOCKET, unix.IPPROTO_IP, unix.IPPROTO_IPV6, unix.IPPROTO_TCP), optionOf(name), int(value))
			s.setters(t, int(value))
			ok(t, unix.Close(s.fd))
			ok(t, s.Close())
		}
		if now := lowestFree(t); now > free {
			t.Fatalf("descriptor %d was free, and now the first is %d", free, now)
		}
	})
}

func cInt(n int) bool { return n >= math.MinInt32 && n <= math.MaxInt32 }

// oneOf is n, or if a C int holds that, one of those known.
func oneOf(n int64, known ...int) int {
	if !cInt(int(n)) {
		return int(n)
	}

	return known[uint32(n)%uint32(len(known))]
}

// optionOf is one of the options that every level begins with.
func optionOf(n int64) int {
	if !cInt(int(n)) {
		return int(n)
	}

	return int(n) & 63
}

func lowestFree(t *testing.T) int {
	t.Helper()
	fd, err := unix.FcntlInt(0, unix.F_DUPFD_CLOEXEC, 0)
	ok(t, err)
	ok(t, unix.Close(fd))

	return fd
}

// A twin is a socket and the descriptor of another that has to be like it.
type twin struct {
	*sockets.Socket
	fd int
}

// newTwin returns nil when there is no such socket.
func newTwin(t *testing.T, family sockets.Family, typ sockets.Type, protocol sockets.Protocol) *twin {
	t.Helper()
	s, err := sockets.New(family, typ, protocol)
	packet := family == sockets.AF_PACKET
	if !cInt(int(family)) || !cInt(int(typ)) || !cInt(int(protocol)) || packet && (protocol < 0 || protocol > math.MaxUint16) {
		wants(t, "a number beyond int", err, os.ErrInvalid)
		return nil
	}
	proto := int(protocol)
	if packet {
		proto = int(binary.NativeEndian.Uint16([]byte{byte(protocol >> 8), byte(protocol)}))
	}
	fd, want := unix.Socket(int(family), int(typ)|unix.SOCK_CLOEXEC|unix.SOCK_NONBLOCK, proto)
	if !errors.Is(err, want) {
		t.Fatalf("%v, %v, %d: %v, and not %v", family, typ, protocol, err, want)
	}
	if err != nil {
		return nil
	}
	if !nonblocking(t, number(t, s)) || !closeOnExec(t, number(t, s)) || s.Family() != family || s.Type() != typ || s.Protocol() != protocol {
		t.Fatalf("%v, %v, %d: it is %v, %v, %d, or it blocks, or is inherited", family, typ, protocol, s.Family(), s.Type(), s.Protocol())
	}
	local, err := s.LocalAddr()
	ok(t, err)
	if local.Family() != family || packet && local.Link().Protocol != uint16(protocol) {
		t.Fatalf("%v, %v, %d is bound to %v", family, typ, protocol, local)
	}
	twin := &twin{s, fd}
	for _, name := range []int{unix.SO_DOMAIN, unix.SO_TYPE, unix.SO_PROTOCOL} {
		twin.same(t, unix.SOL_SOCKET, name)
	}

	return twin
}

// option sets an option and reads it.
func (s *twin) option(t *testing.T, level, name, value int) {
	t.Helper()
	err := s.SetOption(level, name, value)
	_, readErr := s.Option(level, name)
	if !cInt(level) || !cInt(name) {
		wants(t, "setsockopt of an option beyond int", err, os.ErrInvalid)
		wants(t, "getsockopt of an option beyond int", readErr, os.ErrInvalid)
		return
	}
	if !cInt(value) {
		wants(t, "setsockopt of a value beyond int", err, os.ErrInvalid)
	} else if want := unix.SetsockoptInt(s.fd, level, name, value); !errors.Is(err, want) {
		t.Fatalf("%v, %v, option %d, %d set to %d: %v, and not %v", s.Family(), s.Type(), level, name, value, err, want)
	}
	s.same(t, level, name)
}

func (s *twin) same(t *testing.T, level, name int) {
	t.Helper()
	if level == unix.IPPROTO_TCP && name == unix.TCP_TIMESTAMP {
		return // a clock
	}
	got, err := s.Option(level, name)
	want, wantErr := unix.GetsockoptInt(s.fd, level, name)
	if err == nil && got != want || !errors.Is(err, wantErr) {
		t.Fatalf("%v, %v, option %d, %d: %d, %v, and not %d, %v", s.Family(), s.Type(), level, name, got, err, want, wantErr)
	}
}

// setters calls the methods that set one thing each.
func (s *twin) setters(t *testing.T, value int) {
	t.Helper()
	for name, set := range map[int]func(int) error{sockets.SO_RCVBUF: s.SetRecvBuffer, sockets.SO_SNDBUF: s.SetSendBuffer} {
		want := os.ErrInvalid
		if cInt(value) && value >= 0 {
			want = unix.SetsockoptInt(s.fd, unix.SOL_SOCKET, name, value)
		}
		wants(t, "the size of a buffer", set(value), want)
		s.same(t, unix.SOL_SOCKET, name)
	}

	err := s.SetLinger(value)
	if value > math.MaxInt32 {
		wants(t, "a linger time beyond int", err, os.ErrInvalid)
	} else {
		ok(t, err)
		linger, lingerErr := unix.GetsockoptLinger(number(t, s.Socket), unix.SOL_SOCKET, unix.SO_LINGER)
		ok(t, lingerErr)
		if on := linger.Onoff != 0; on != (value >= 0) || on && int(linger.Linger) != value {
			t.Fatalf("lingering for %d seconds is %+v", value, linger)
		}
	}

	timeout := time.Duration(value)
	if err = s.SetTimeout(timeout); timeout != sockets.NoTimeout && (timeout < 0 || timeout > sockets.MaxTimeout) {
		wants(t, "a timeout that is none", err, os.ErrInvalid)
	} else if ok(t, err); s.Timeout() != timeout {
		t.Fatalf("the timeout is %v, and not %v", s.Timeout(), timeout)
	}
}
