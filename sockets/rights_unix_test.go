//go:build unix

package sockets_test

import (
	"bytes"
	"errors"
	"math"
	"net"
	"os"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"socketspec/sockets"
)

// detached is a descriptor of a connection, and its peer.
func detached(t *testing.T) (fd int, peer *sockets.Socket) {
	t.Helper()
	a, b := tcpPair(t)
	fd, err := a.Detach()
	ok(t, err)

	return fd, b
}

// TestDescriptorsArePassed passes a connection, which its sender closes at once.
func TestDescriptorsArePassed(t *testing.T) {
	for name, typ := range map[string]sockets.Type{"stream": sockets.SOCK_STREAM, "datagrams": sockets.SOCK_DGRAM} {
		t.Run(name, func(t *testing.T) {
			from, to := unixPair(t, typ)
			fd, peer := detached(t)
			n, err := from.SendFDs([]byte("parcel"), []int{fd})
			ok(t, errors.Join(err, unix.Close(fd)))
			data, fds, cut, err := to.RecvFDs(64, 1)
			ok(t, err)
			if n != 6 || string(data) != "parcel" || len(fds) != 1 || cut {
				t.Fatalf("%d bytes were sent, and %q came with %v, cut: %t", n, data, fds, cut)
			}
			flags, err := unix.FcntlInt(uintptr(fds[0]), unix.F_GETFD, 0)
			ok(t, err)
			if flags&unix.FD_CLOEXEC == 0 {
				t.Errorf("it would be inherited: flags %#x", flags)
			}
			conn, err := sockets.FromFD(fds[0])
			ok(t, err)
			kept(t, conn)
			alive(t, conn, peer)
			alive(t, peer, conn)
		})
	}
}

// TestRecvFDsWaits has it wait, for data that comes with nothing.
func TestRecvFDsWaits(t *testing.T) {
	from, to := streamPair(t)
	c := begin(func() ([]byte, error) { data, _, _, err := to.RecvFDs(64, 4); return data, err })
	c.blocked(t)
	ok(t, from.SendAll([]byte("letter")))
	c.ends(t, "recvmsg", []byte("letter"), nil)

	ok(t, to.SetTimeout(time.Millisecond))
	_, _, _, err := to.RecvFDs(64, 4)
	wants(t, "with a timeout", err, os.ErrDeadlineExceeded)
	ok(t, to.SetTimeout(0))
	_, _, _, err = to.RecvFDs(64, 4)
	wants(t, "without waiting", err, sockets.EAGAIN)

	ok(t, to.SetTimeout(sockets.NoTimeout))
	c = begin(func() (data []byte, err error) { data, _, _, err = to.RecvFDs(64, 4); return data, err })
	c.blocked(t)
	ok(t, to.Close())
	c.ends(t, "recvmsg of one that is closed", nil, net.ErrClosed)
	_, err = from.SendFDs([]byte("x"), nil)
	wants(t, "to one that is closed", err, sockets.EPIPE)
}

// TestEndOfStreamWithoutDescriptors has the peer end, of a stream and of datagrams.
func TestEndOfStreamWithoutDescriptors(t *testing.T) {
	from, to := streamPair(t)
	ok(t, from.Close())
	data, fds, cut, err := to.RecvFDs(64, 1)
	if len(data) > 0 || fds != nil || cut || err != nil {
		t.Errorf("at the end come %q, %v, %t, %v", data, fds, cut, err)
	}
	_, to = unixPair(t, sockets.SOCK_DGRAM)
	ok(t, to.Shutdown(sockets.SHUT_RD))
	data, fds, cut, err = to.RecvFDs(64, 1)
	if len(data) > 0 || fds != nil || cut || err != nil {
		t.Errorf("of datagrams, shut down, come %q, %v, %t, %v", data, fds, cut, err)
	}
}

// TestDescriptorsWithoutRoomAreLost has none of them come, and that be said.
func TestDescriptorsWithoutRoomAreLost(t *testing.T) {
	from, to := streamPair(t)
	fd, _ := detached(t)
	defer func() { ok(t, unix.Close(fd)) }()
	_, err := from.SendFDs([]byte("parcel"), []int{fd})
	ok(t, err)
	data, fds, cut, err := to.RecvFDs(64, 0)
	ok(t, err)
	if string(data) != "parcel" || fds != nil || !cut {
		t.Errorf("%q came with %v, cut: %t", data, fds, cut)
	}
	_, err = from.SendFDs([]byte("x"), []int{-1})
	wants(t, "what is no descriptor", err, sockets.EBADF)
}

// TestSendFDsWaitsForRoom fills the socket, and has the descriptor come behind all of it.
func TestSendFDsWaitsForRoom(t *testing.T) {
	full, peer := fullPair(t)
	fd, other := detached(t)
	ok(t, full.SetTimeout(sockets.NoTimeout))
	c := start(func() error { _, err := full.SendFDs([]byte("parcel"), []int{fd}); return err })
	c.blocked(t)
	var fds []int
	for len(fds) == 0 {
		var err error
		_, fds, _, err = peer.RecvFDs(1<<20, 1)
		ok(t, err)
	}
	c.ends(t, "sendmsg", nil, nil)
	ok(t, unix.Close(fd))
	conn, err := sockets.FromFD(fds[0])
	ok(t, err)
	kept(t, conn)
	alive(t, conn, other)
}

func TestDescriptorsAreRefused(t *testing.T) {
	unixOne, _ := streamPair(t)
	tcp, _ := tcpPair(t)
	for name, call := range map[string]func() error{
		"over TCP":            func() error { _, err := tcp.SendFDs([]byte("x"), nil); return err },
		"from TCP":            func() error { _, _, _, err := tcp.RecvFDs(1, 1); return err },
		"with nothing":        func() error { _, err := unixOne.SendFDs(nil, []int{0}); return err },
		"into nothing":        func() error { _, _, _, err := unixOne.RecvFDs(0, 1); return err },
		"fewer than none":     func() error { _, _, _, err := unixOne.RecvFDs(1, -1); return err },
		"a nil socket's send": func() error { _, err := (*sockets.Socket)(nil).SendFDs([]byte("x"), nil); return err },
	} {
		wants(t, name, call(), os.ErrInvalid)
	}
}

// TestRecvFDsOfHugeSizes costs what is there.
func TestRecvFDsOfHugeSizes(t *testing.T) {
	for name, typ := range map[string]sockets.Type{"stream": sockets.SOCK_STREAM, "datagrams": sockets.SOCK_DGRAM} {
		t.Run(name, func(t *testing.T) {
			from, to := unixPair(t, typ)
			for _, bufsize := range []int{math.MaxInt, math.MaxInt32, 1<<16 + 1} {
				large := bytes.Repeat([]byte("x"), 1<<16+1)
				ok(t, from.SendAll(large))
				data, _, _, err := to.RecvFDs(bufsize, math.MaxInt)
				if err != nil || len(data) == 0 || !bytes.Equal(data, large[:len(data)]) || typ == sockets.SOCK_DGRAM && len(data) < len(large) {
					t.Errorf("of %d: %d bytes, %v", bufsize, len(data), err)
				}
				for n := len(data); n < len(large); n += len(data) {
					data, err = to.Recv(len(large) - n)
					ok(t, err)
				}
			}
		})
	}
}

// TestDescriptorsAreInts has one that is none be refused, and not another one be passed.
func TestDescriptorsAreInts(t *testing.T) {
	from, _ := streamPair(t)
	_, err := from.SendFDs([]byte("x"), []int{math.MaxInt})
	wants(t, "SendFDs", err, sockets.EBADF)
}
