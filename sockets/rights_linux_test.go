package sockets_test

import (
	"bytes"
	"errors"
	"slices"
	"testing"

	"golang.org/x/sys/unix"

	"socketspec/sockets"
)

// TestCredentialsTakeNoRoom has SO_PASSCRED ask for credentials, which come first.
func TestCredentialsTakeNoRoom(t *testing.T) {
	from, to := streamPair(t)
	ok(t, to.SetOption(unix.SOL_SOCKET, unix.SO_PASSCRED, 1))
	fd, _ := detached(t)
	defer func() { ok(t, unix.Close(fd)) }()
	_, err := from.SendFDs([]byte("x"), []int{fd})
	ok(t, err)
	_, fds, cut, err := to.RecvFDs(1, 1)
	ok(t, err)
	if len(fds) != 1 || cut {
		t.Fatalf("%v came, cut: %t", fds, cut)
	}
	ok(t, unix.Close(fds[0]))
}

// TestRoomIsForSoMany asks for an even number, so that no padding has room for one more.
func TestRoomIsForSoMany(t *testing.T) {
	from, to := streamPair(t)
	_, err := from.SendFDs([]byte("x"), slices.Repeat([]int{number(t, from)}, 12))
	ok(t, err)
	_, fds, cut, err := to.RecvFDs(1, 4)
	ok(t, err)
	for _, fd := range fds {
		ok(t, unix.Close(fd))
	}
	if len(fds) != 4 || !cut {
		t.Errorf("%v came, cut: %t", fds, cut)
	}
}

// TestDescriptorsThatCameBeforeAShutdown has them be received: only what would come later
// does not.
func TestDescriptorsThatCameBeforeAShutdown(t *testing.T) {
	from, to := unixPair(t, sockets.SOCK_DGRAM)
	_, err := from.SendFDs([]byte("parcel"), []int{number(t, from)})
	ok(t, errors.Join(err, to.Shutdown(sockets.SHUT_RD)))
	data, fds, _, err := to.RecvFDs(64, 1)
	if string(data) != "parcel" || len(fds) != 1 || err != nil {
		t.Fatalf("%q came with %v, %v", data, fds, err)
	}
	ok(t, unix.Close(fds[0]))
}

// TestRecvFDsTellsWhatCameBehindAPart has a Recv return a part before an error.
func TestRecvFDsTellsWhatCameBehindAPart(t *testing.T) {
	from, to := streamPair(t)
	ok(t, errors.Join(from.SendAll([]byte("ab")), to.SendAll([]byte("x"))))
	c := begin(func() ([]byte, error) { return to.Recv(4, sockets.MSG_WAITALL) })
	c.blocked(t)
	ok(t, from.Close()) // and what it has not received makes that a reset
	c.ends(t, "recv", []byte("ab"), nil)
	_, _, _, err := to.RecvFDs(4, 1)
	wants(t, "recvmsg after a part", err, sockets.ECONNRESET)
	data, _, _, err := to.RecvFDs(4, 1)
	if len(data) > 0 || err != nil {
		t.Errorf("then %q, %v", data, err)
	}
}

// TestRecvFDsRefusedIsNotTheEnd has the system refuse a flag, on a socket for which nothing
// comes any more.
func TestRecvFDsRefusedIsNotTheEnd(t *testing.T) {
	_, to := unixPair(t, sockets.SOCK_DGRAM)
	ok(t, to.Shutdown(sockets.SHUT_RD))
	_, _, _, err := to.RecvFDs(64, 1, sockets.MSG_OOB)
	wants(t, "recvmsg", err, sockets.EOPNOTSUPP)
}

// TestRecvFDsOfALargeMessage has one that is larger than messages are by default, which
// takes privileges.
func TestRecvFDsOfALargeMessage(t *testing.T) {
	const size = 1<<20 + 2
	from, to := unixPair(t, sockets.SOCK_DGRAM)
	if err := from.SetOption(unix.SOL_SOCKET, unix.SO_SNDBUFFORCE, 4*size); err != nil {
		wants(t, "setsockopt", err, sockets.EPERM)
		t.Skip(err)
	}
	large := pattern(size)
	n, err := from.SendFDs(large, []int{number(t, from)})
	if errors.Is(err, sockets.ENOBUFS) {
		t.Skip(err) // the system wants the memory in one piece
	}
	ok(t, err)
	data, fds, _, err := to.RecvFDs(2*size, 1)
	if n != size || !bytes.Equal(data, large) || len(fds) != 1 || err != nil {
		t.Fatalf("%d bytes were sent, and %d came with %v, %v", n, len(data), fds, err)
	}
	ok(t, unix.Close(fds[0]))

	ok(t, from.SendAll(large))
	data, _, _, err = to.RecvFDs(size-1, 1)
	if !bytes.Equal(data, large[:size-1]) || err != nil {
		t.Errorf("of a part %d bytes came, %v", len(data), err)
	}
}
