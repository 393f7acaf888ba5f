package sockets_test

import (
	"runtime"
	"testing"
	"time"

	"socketspec/sockets"
)

// A polled is what poll says of a socket, and select.
type polled struct {
	ready    sockets.Readiness
	selected sockets.Selection
}

func poll(t *testing.T, s *sockets.Socket) (p polled) {
	t.Helper()
	var err error
	p.ready, err = s.Ready()
	ok(t, err)
	p.selected, err = s.Select()
	ok(t, err)

	return p
}

// becomes waits until poll and select both say so.
func becomes(t *testing.T, what string, s *sockets.Socket, set, unset sockets.Readiness, read, write bool) {
	t.Helper()
	for end := time.Now().Add(patience); ; runtime.Gosched() {
		p := poll(t, s)
		if p.ready&set == set && p.ready&unset == 0 && p.selected.Read == read && p.selected.Write == write {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("%s: poll says %v, and select %v", what, p.ready, p.selected)
		}
	}
}

func TestReadyForWhatDoesNotWait(t *testing.T) {
	a, b := tcpPair(t)
	becomes(t, "idle", a, sockets.POLLOUT, sockets.POLLIN|sockets.POLLERR|sockets.POLLHUP|sockets.POLLPRI, false, true)
	ok(t, b.SendAll([]byte("x")))
	becomes(t, "with data", a, sockets.POLLIN|sockets.POLLOUT, sockets.POLLERR|sockets.POLLHUP|sockets.POLLPRI, true, true)
	recvFull(t, a, []byte("x"))
	becomes(t, "when it was received", a, sockets.POLLOUT, sockets.POLLIN, false, true)
	ok(t, b.Shutdown(sockets.SHUT_WR))
	becomes(t, "at the end", a, sockets.POLLIN|sockets.POLLOUT, sockets.POLLERR, true, true)
}

func TestReadyToAccept(t *testing.T) {
	l, addr := listener(t, 1)
	becomes(t, "nobody is there", l, 0, sockets.POLLIN|sockets.POLLOUT, false, false)
	client := newSocket(t, sockets.AF_INET, sockets.SOCK_STREAM)
	ok(t, client.Connect(addr))
	becomes(t, "a client is", l, sockets.POLLIN, sockets.POLLOUT, true, false)
	accepted(t, l)
	becomes(t, "it was accepted", l, 0, sockets.POLLIN, false, false)
}

func TestNotReadyToSendWhenFull(t *testing.T) {
	a, b := tcpPair(t)
	ok(t, a.SetTimeout(0))
	for {
		if _, err := a.Send(make([]byte, 1<<20)); err != nil {
			wants(t, "send", err, sockets.EAGAIN)
			if p := poll(t, a); p.ready&sockets.POLLOUT == 0 && !p.selected.Write {
				break
			}
		}
	}
	got := make([]byte, 1<<20)
	for p := poll(t, a); p.ready&sockets.POLLOUT == 0 || !p.selected.Write; p = poll(t, a) {
		_, err := b.RecvInto(got)
		ok(t, err)
	}
}

// To ask takes nothing: what is ready stays so, and the error is still there.
func TestReadyTakesNoError(t *testing.T) {
	a, b := tcpPair(t)
	ok(t, b.SetLinger(0))
	ok(t, b.Close())
	wineCannot(t, noReset)
	becomes(t, "reset", a, sockets.POLLERR|sockets.POLLIN, 0, true, true)
	becomes(t, "reset, asked again", a, sockets.POLLERR|sockets.POLLIN, 0, true, true)
	_, err := a.Recv(1)
	wants(t, "recv", err, sockets.ECONNRESET)
}

func TestReadinessInWords(t *testing.T) {
	for _, c := range []struct {
		what interface{ String() string }
		want string
	}{
		{sockets.Readiness(0), "nothing"},
		{sockets.POLLIN, "IN"},
		{sockets.POLLRDHUP | sockets.POLLHUP | sockets.POLLERR | sockets.POLLOUT | sockets.POLLPRI | sockets.POLLIN, "IN+PRI+OUT+ERR+HUP+RDHUP"},
		{sockets.POLLNVAL | 1<<20, "NVAL+0x100000"},
		{sockets.Selection{}, "nothing"},
		{sockets.Selection{Read: true, Write: true}, "rw"},
		{sockets.Selection{Except: true}, "x"},
	} {
		if got := c.what.String(); got != c.want {
			t.Errorf("%#v is %q, want %q", c.what, got, c.want)
		}
	}
}
