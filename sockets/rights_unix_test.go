//go:build unix

package sockets_test

import (
	"bytes"
	"errors"
	"math"
	"net"
	"os"
	"slices"
	"testing"
	"time"
	"unsafe"

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
		"to wait for all":     func() error { _, _, _, err := unixOne.RecvFDs(1, 1, sockets.MSG_WAITALL); return err },
		"a nil socket's send": func() error { _, err := (*sockets.Socket)(nil).SendFDs([]byte("x"), nil); return err },
	} {
		wants(t, name, call(), os.ErrInvalid)
	}
}

func TestDescriptorsWithFlagsBeyondIntAreRefused(t *testing.T) {
	wide(t)
	s, _ := streamPair(t)
	_, err := s.SendFDs([]byte("x"), nil, sockets.Flag(beyond<<1))
	wants(t, "SendFDs", err, os.ErrInvalid)
	_, _, _, err = s.RecvFDs(1, 1, sockets.Flag(beyond<<1))
	wants(t, "RecvFDs", err, os.ErrInvalid)
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
// Of a closed socket it is said first that it is closed.
func TestDescriptorsAreInts(t *testing.T) {
	from, _ := streamPair(t)
	_, err := from.SendFDs([]byte("x"), []int{math.MaxInt})
	wants(t, "SendFDs", err, sockets.EBADF)
	ok(t, from.Close())
	_, err = from.SendFDs([]byte("x"), []int{math.MaxInt})
	wants(t, "SendFDs of one that is closed", err, net.ErrClosed)
}

// TestSendFDsIsToldOfItsShutdown, of which no event tells: it waits until this side can
// send no more.
func TestSendFDsIsToldOfItsShutdown(t *testing.T) {
	full, _ := fullPair(t)
	c := start(func() error { _, err := full.SendFDs([]byte("x"), nil); return err })
	c.blocked(t)
	ok(t, full.Shutdown(sockets.SHUT_WR))
	c.ends(t, "sendmsg", nil, sockets.EPIPE)
}

// TestDescriptorsWithoutTheTurn has another call be under way, in each direction.
func TestDescriptorsWithoutTheTurn(t *testing.T) {
	full, _ := fullPair(t)
	sending := start(func() error { return full.SendAll([]byte("x")) })
	sending.blocked(t)
	_, err := full.SendFDs([]byte("x"), nil, sockets.MSG_DONTWAIT)
	wants(t, "sendmsg", err, sockets.EAGAIN)
	receiving := recv(t, full, 1)
	_, _, _, err = full.RecvFDs(1, 1, sockets.MSG_DONTWAIT)
	wants(t, "recvmsg", err, sockets.EAGAIN)
	ok(t, full.Close())
	sending.ends(t, "send", nil, net.ErrClosed)
	receiving.ends(t, "recv", nil, net.ErrClosed)
}

// TestSendFDsHappensBeforeRecvFDs is judged by the race detector.
func TestSendFDsHappensBeforeRecvFDs(t *testing.T) {
	a, b := streamPair(t)
	told := 0
	sending := start(func() error {
		told = 1
		_, err := a.SendFDs([]byte("x"), nil)

		return err
	})
	if data, _, _, err := b.RecvFDs(1, 1); string(data) != "x" || err != nil || told != 1 {
		t.Errorf("nothing was told: %q, %v", data, err)
	}
	sending.ends(t, "sendmsg", nil, nil)
}

// TestRightsAmongOtherMessages has them be found, and the last message be cut within a
// descriptor: its length is still that of all that was sent.
func TestRightsAmongOtherMessages(t *testing.T) {
	of := func(level, typ, length int) []byte {
		message := unix.UnixRights(7, 8)
		header := (*unix.Cmsghdr)(unsafe.Pointer(&message[0]))
		header.Level, header.Type = int32(level), int32(typ)
		header.SetLen(length)

		return message
	}
	rights := of(unix.SOL_SOCKET, unix.SCM_RIGHTS, unix.CmsgLen(8))
	for name, c := range map[string]struct {
		control []byte
		want    []int
	}{
		"nothing":               {nil, nil},
		"one":                   {rights, []int{7, 8}},
		"two":                   {slices.Concat(rights, rights), []int{7, 8, 7, 8}},
		"behind another type":   {slices.Concat(of(unix.SOL_SOCKET, unix.SCM_RIGHTS+1, unix.CmsgLen(8)), rights), []int{7, 8}},
		"behind another level":  {slices.Concat(of(unix.SOL_SOCKET+1, unix.SCM_RIGHTS, unix.CmsgLen(8)), rights), []int{7, 8}},
		"cut":                   {slices.Concat(rights, rights[:unix.CmsgLen(4)]), []int{7, 8, 7}},
		"cut in a descriptor":   {slices.Concat(rights, rights[:unix.CmsgLen(6)]), []int{7, 8, 7}},
		"cut in a header":       {slices.Concat(rights, rights[:unix.CmsgLen(0)-1]), []int{7, 8}},
		"a header alone":        {slices.Concat(rights, rights[:unix.CmsgLen(0)]), []int{7, 8}},
		"before what is broken": {slices.Concat(rights, of(unix.SOL_SOCKET, unix.SCM_RIGHTS, 1), rights), []int{7, 8}},
	} {
		if got := sockets.RightsIn(bytes.Clone(c.control)); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}
