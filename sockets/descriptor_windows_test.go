package sockets_test

import (
	"net"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"

	"socketspec/sockets"
)

// plainly receives as a program without this package does.
func plainly(fd int) ([]byte, error) {
	p := make([]byte, 10)
	buf := windows.WSABuf{Len: uint32(len(p)), Buf: &p[0]}
	var n, flags uint32
	err := windows.WSARecv(windows.Handle(fd), &buf, 1, &n, &flags, nil, nil)

	return p[:n], err
}

var handleInformation = windows.NewLazySystemDLL("kernel32.dll").NewProc("GetHandleInformation")

func inherited(t testing.TB, fd int) bool {
	t.Helper()
	var flags uint32
	if done, _, err := handleInformation.Call(uintptr(fd), uintptr(unsafe.Pointer(&flags))); done == 0 {
		t.Fatal(err)
	}

	return flags&windows.HANDLE_FLAG_INHERIT != 0
}

func TestEverySocketIsNonBlockingAndNotInherited(t *testing.T) {
	a, b := tcpPair(t)
	c, err := a.Dup()
	ok(t, err)
	kept(t, c)
	for i, s := range []*sockets.Socket{a, b, c} {
		fd := number(t, s)
		if inherited(t, fd) {
			t.Errorf("socket %d is inherited", i)
		}
		_, err = plainly(fd)
		wants(t, "WSARecv", err, sockets.EAGAIN)
	}
}

func TestDetachLeavesTheConnection(t *testing.T) {
	a, b := waited(t)
	ok(t, a.SetTimeout(0))
	before := number(t, a)
	fd, err := a.Detach()
	ok(t, err)
	if fd != before {
		t.Errorf("SOCKET %d has become %d", before, fd)
	}
	_, err = plainly(fd)
	wants(t, "WSARecv", err, sockets.EAGAIN)
	again, err := sockets.FromFD(fd)
	ok(t, err)
	alive(t, kept(t, again), b)
	alive(t, b, again)
}

func TestDetachedSocketBlocks(t *testing.T) {
	a, b := waited(t)
	ok(t, a.SetTimeout(sockets.NoTimeout))
	fd, err := a.Detach()
	ok(t, err)
	c := begin(func() ([]byte, error) { return plainly(fd) })
	for until := time.Now().Add(patience); c.state() != "syscall"; runtime.Gosched() {
		if c.over() || time.Now().After(until) {
			t.Fatalf("it does not block: %q", c.state())
		}
	}
	ok(t, b.SendAll([]byte("x")))
	c.ends(t, "WSARecv", []byte("x"), nil)
	ok(t, windows.Closesocket(windows.Handle(fd)))
}

func TestFromFDAdopts(t *testing.T) {
	l, addr := listener(t, 1)
	fd, err := windows.Socket(windows.AF_INET, windows.SOCK_STREAM, 0) // blocking, and inherited
	ok(t, err)
	s, err := sockets.FromFD(int(fd))
	ok(t, err)
	if s.Family() != sockets.AF_INET || s.Type() != sockets.SOCK_STREAM || s.Timeout() != sockets.NoTimeout {
		t.Errorf("it is %v, %v, %v", s.Family(), s.Type(), s.Timeout())
	}
	if inherited(t, int(fd)) {
		t.Error("it is inherited")
	}
	ok(t, kept(t, s).Connect(addr))
	server, _ := accepted(t, l)
	c := recv(t, s, 1)
	ok(t, server.SendAll([]byte("x")))
	c.ends(t, "recv", []byte("x"), nil)
	ok(t, s.Close())
	_, err = sockets.FromFD(int(fd))
	wants(t, "fromfd of a closed SOCKET", err, sockets.ENOTSOCK)
}

func TestFromFDLeavesWhatIsNotASocket(t *testing.T) {
	r, w, err := os.Pipe()
	ok(t, err)
	_, err = sockets.FromFD(int(r.Fd()))
	wants(t, "fromfd", err, sockets.ENOTSOCK)
	ok(t, r.Close())
	ok(t, w.Close())
}

// The goroutine that takes the driver's answers ends with the last question,
// which Close takes back.
func TestNoGoroutineIsLeft(t *testing.T) {
	a, _ := tcpPair(t)
	ok(t, a.SetTimeout(time.Millisecond))
	_, err := a.Recv(1)
	wants(t, "recv", err, os.ErrDeadlineExceeded)
	ok(t, a.SetTimeout(patience))
	c := recv(t, a, 1)
	if !strings.Contains(stacks(), "sockets.serveAFD(") {
		t.Fatal("nobody takes the answers")
	}
	dup, err := a.Dup() // so that the system, too, holds the connection open
	ok(t, err)
	kept(t, dup)
	ok(t, a.Close())
	c.ends(t, "recv", nil, net.ErrClosed)
	for until := time.Now().Add(patience); strings.Contains(stacks(), "sockets.serveAFD("); runtime.Gosched() {
		if time.Now().After(until) {
			t.Fatal("it is still there")
		}
	}
}

func TestDatagramThatIsCutIsAnErrorAndWhatFitted(t *testing.T) {
	a, b := udpPair(t)
	for what, receive := range map[string]func() ([]byte, error){
		"recv":     func() ([]byte, error) { return b.Recv(4) },
		"peek":     func() ([]byte, error) { return b.Recv(4, sockets.MSG_PEEK) },
		"recvfrom": func() ([]byte, error) { data, _, err := b.RecvFrom(4); return data, err },
		"into": func() ([]byte, error) {
			p := make([]byte, 4)
			n, err := b.RecvInto(p)

			return p[:n], err
		},
	} {
		ok(t, a.SendAll([]byte("socket")))
		data, err := receive()
		wants(t, what, err, sockets.EMSGSIZE)
		if string(data) != "sock" {
			t.Errorf("%s: it has received %q", what, data)
		}
		if what == "peek" {
			recvFull(t, b, []byte("socket"))
		}
	}
	ok(t, a.SendAll([]byte("whole")))
	data, err := b.Recv(1 << 20) // for which one is seen to be there, and then its size
	ok(t, err)
	if string(data) != "whole" {
		t.Errorf("it has received %q", data)
	}
}

// A SOCKET that is closed while a call waits on it is soon another one's, which
// has something to receive.
func TestCloseRacesCallsForANumberThatIsUsedAgain(t *testing.T) {
	l, addr := listener(t, 5)
	again, numbers := 0, map[int]bool{}
	for range 300 {
		victim := newSocket(t, sockets.AF_INET, sockets.SOCK_STREAM)
		ok(t, victim.Connect(addr))
		silent, _ := accepted(t, l)
		numbers[number(t, victim)] = true
		calls := []*call{
			begin(func() ([]byte, error) { return victim.Recv(64) }),
			begin(func() ([]byte, error) { return victim.Recv(64, sockets.MSG_PEEK) }),
		}
		ok(t, victim.Close())
		heir := newSocket(t, sockets.AF_INET, sockets.SOCK_STREAM)
		if numbers[number(t, heir)] {
			again++
		}
		ok(t, heir.Connect(addr))
		server, _ := accepted(t, l)
		ok(t, server.SendAll([]byte("foreign")))
		recvFull(t, heir, []byte("foreign"))
		for _, c := range calls {
			c.ends(t, "recv", nil, net.ErrClosed)
		}
		for _, s := range []*sockets.Socket{silent, heir, server} {
			ok(t, s.Close())
		}
	}
	if again == 0 {
		t.Skip("no number was used again")
	}
}
