package sockets_test

import (
	"errors"
	"io"
	"net"
	"os"
	"testing"
	"time"

	"socketspec/sockets"
)

// flagged calls try with each choice of flags that a type may have with it, and
// the timeout that they mean, where a socket can be made of them.
func flagged(t *testing.T, try func(t *testing.T, flags sockets.Type, timeout time.Duration)) {
	t.Helper()
	const nonblock, cloexec = sockets.SOCK_NONBLOCK, sockets.SOCK_CLOEXEC
	s, err := sockets.New(sockets.AF_INET, sockets.SOCK_STREAM|cloexec)
	if err != nil {
		t.Skipf("%v: types have no flags here", err)
	}
	ok(t, s.Close())
	for _, flags := range []sockets.Type{0, cloexec} {
		try(t, flags, sockets.NoTimeout)
		try(t, flags|nonblock, 0)
	}
}

func hasTypeAndTimeout(t *testing.T, s *sockets.Socket, typ sockets.Type, timeout time.Duration) {
	t.Helper()
	if s.Type() != typ || s.Timeout() != timeout {
		t.Errorf("it is a %v with timeout %v, and not a %v with %v", s.Type(), s.Timeout(), typ, timeout)
	}
}

func TestFlagsAreNoPartOfTheType(t *testing.T) {
	flagged(t, func(t *testing.T, flags sockets.Type, timeout time.Duration) {
		for _, typ := range []sockets.Type{sockets.SOCK_STREAM, sockets.SOCK_DGRAM} {
			s, err := sockets.New(sockets.AF_INET, typ|flags)
			ok(t, err)
			hasTypeAndTimeout(t, s, typ, timeout)
			ok(t, s.Close())
		}
		for _, typ := range []sockets.Type{sockets.SOCK_STREAM, sockets.SOCK_DGRAM, sockets.SOCK_SEQPACKET} {
			a, b, err := sockets.SocketPair(typ | flags)
			ok(t, err)
			hasTypeAndTimeout(t, a, typ, timeout)
			hasTypeAndTimeout(t, b, typ, timeout)
			ok(t, errors.Join(a.Close(), b.Close()))
		}
	})
}

// A stream that was made with flags is one in everything that asks for the type,
// and so are the sockets that come from it.
func TestStreamWithFlagsIsAStream(t *testing.T) {
	flagged(t, func(t *testing.T, flags sockets.Type, _ time.Duration) {
		l, err := sockets.New(sockets.AF_INET, sockets.SOCK_STREAM|flags)
		ok(t, err)
		kept(t, l)
		wants(t, "connect to no address", l.Connect(sockets.Addr{}), os.ErrInvalid)
		ok(t, errors.Join(l.Bind(loopback), l.Listen(1)))
		addr, err := l.LocalAddr()
		ok(t, err)
		client, err := sockets.New(sockets.AF_INET, sockets.SOCK_STREAM|flags)
		ok(t, err)
		kept(t, client)
		ok(t, client.Connect(addr))
		server, _ := accepted(t, l)
		hasTypeAndTimeout(t, server, sockets.SOCK_STREAM, patience)
		dup, err := client.Dup()
		ok(t, err)
		kept(t, dup)
		fd, err := client.Detach()
		ok(t, err)
		adopted, err := sockets.FromFD(fd)
		ok(t, err)
		kept(t, adopted)
		ok(t, server.Shutdown(sockets.SHUT_WR))
		for _, s := range []*sockets.Socket{dup, adopted} {
			hasTypeAndTimeout(t, s, sockets.SOCK_STREAM, patience)
			isStream(t, s.NetConn())
		}
	})
}

// isStream fails the test unless a view at its end says so, and has the addresses
// of a stream.
func isStream(t *testing.T, view net.Conn) {
	t.Helper()
	if _, tcp := view.LocalAddr().(*net.TCPAddr); !tcp {
		t.Errorf("its address is a %T", view.LocalAddr())
	}
	wants(t, "read at the end", readOne(view), io.EOF)
}
