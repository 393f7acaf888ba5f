package sockets_test

import (
	"bytes"
	"errors"
	"fmt"
	"net"
	"os"
	"testing"
	"time"

	"socketspec/sockets"
)

func TestWhatTheSystemRefusedIsASyscallError(t *testing.T) {
	s := newSocket(t, sockets.AF_INET, sockets.SOCK_STREAM)
	err := s.Connect(refusing(t))

	var call *os.SyscallError
	if !errors.As(err, &call) || call.Syscall != "connect" {
		t.Fatalf("%#v is not an *os.SyscallError of connect", err)
	}
	wants(t, "connect", err, sockets.ECONNREFUSED)
	if errors.Is(err, sockets.ECONNRESET) || errors.Is(err, os.ErrDeadlineExceeded) || isTimeout(err) {
		t.Errorf("%v is more than it is", err)
	}
}

func TestErrorsNameTheCall(t *testing.T) {
	l, _ := listener(t, 1)
	_, err := sockets.New(sockets.AF_INET, sockets.SOCK_STREAM, sockets.IPPROTO_UDP)
	wants(t, "a stream of UDP", err, sockets.EPROTONOSUPPORT)
	_, err = l.PeerAddr()
	wants(t, "getpeername", err, sockets.ENOTCONN)
	s, _ := bound(t, sockets.SOCK_STREAM, loopback)
	_, _, err = s.Accept()
	wants(t, "accept without listen", err, sockets.EINVAL)
	taken, terr := l.LocalAddr()
	ok(t, terr)
	other := newSocket(t, sockets.AF_INET, sockets.SOCK_STREAM)
	wants(t, "bind to a port that is taken", other.Bind(taken), sockets.EADDRINUSE)
	wants(t, "bind to a foreign address", other.Bind(sockets.MustParseAddr("192.0.2.1:0")), sockets.EADDRNOTAVAIL)
	wants(t, "shutdown", other.Shutdown(sockets.SHUT_WR), sockets.ENOTCONN)
	wants(t, "an option of nobody's", other.SetOption(sockets.SOL_SOCKET, 1<<20, 1), sockets.ENOPROTOOPT)

	for _, err := range []error{err, other.Shutdown(sockets.SHUT_WR)} {
		if call := new(os.SyscallError); !errors.As(err, &call) || call.Syscall == "" {
			t.Errorf("%v names no call", err)
		}
	}
}

func TestListenOnDatagrams(t *testing.T) {
	wineCannot(t, otherErrno)
	wants(t, "listen", newSocket(t, sockets.AF_INET, sockets.SOCK_DGRAM).Listen(1), sockets.EOPNOTSUPP)
}

func TestTimeoutIsDeadlineExceeded(t *testing.T) {
	a, _ := fullPair(t)
	l, _ := listener(t, 1)
	for what, call := range map[string]func(s *sockets.Socket) error{
		"recv":     methods["Recv"],
		"recvfrom": methods["RecvFrom"],
		"send":     methods["Send"],
	} {
		ok(t, a.SetTimeout(time.Millisecond))
		timedOut(t, what, call(a))
	}
	ok(t, l.SetTimeout(time.Millisecond))
	timedOut(t, "accept", methods["Accept"](l))
}

func timedOut(t *testing.T, what string, err error) {
	t.Helper()
	wants(t, what, err, os.ErrDeadlineExceeded)
	if !isTimeout(err) {
		t.Errorf("%s: %v is not a net.Error with Timeout", what, err)
	}
	if temporary := err.(interface{ Temporary() bool }); !temporary.Temporary() { // net/http asks this of an accept
		t.Errorf("%s: %v is not temporary", what, err)
	}
	if errors.Is(err, sockets.EAGAIN) || errors.Is(err, net.ErrClosed) {
		t.Errorf("%s: %v is more than a timeout", what, err)
	}
	if got := err.Error(); got != what+": timed out" {
		t.Errorf("%s: it reads %q", what, got)
	}
}

func TestWouldBlockIsNotATimeout(t *testing.T) {
	a, _ := fullPair(t)
	ok(t, a.SetTimeout(0))
	l, _ := listener(t, 1)
	ok(t, l.SetTimeout(0))
	for what, err := range map[string]error{
		"recv": methods["Recv"](a), "recvfrom": methods["RecvFrom"](a), "send": methods["Send"](a),
		"accept": methods["Accept"](l),
	} {
		wants(t, what, err, sockets.EAGAIN)
		wants(t, what, err, sockets.EWOULDBLOCK)
		var call *os.SyscallError
		if !errors.As(err, &call) || call.Syscall != what {
			t.Errorf("%s: %#v is not an *os.SyscallError of it", what, err)
		}
		if errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("%s: %v is os.ErrDeadlineExceeded", what, err)
		}
	}
}

// sendAllError fails the test unless err says that a part was sent.
func sendAllError(t *testing.T, err error, all int) *sockets.SendAllError {
	t.Helper()
	var partial *sockets.SendAllError
	if !errors.As(err, &partial) {
		t.Fatalf("%#v is not a *SendAllError", err)
	}
	if partial.Sent <= 0 || partial.Sent >= all || partial.Len != all {
		t.Fatalf("%d of %d bytes, and there were %d", partial.Sent, partial.Len, all)
	}
	wants(t, "what it unwraps to", errors.Unwrap(err), partial.Err)
	if want := fmt.Sprintf("%v after %d of %d bytes", partial.Err, partial.Sent, all); err.Error() != want {
		t.Errorf("it reads %q, not %q", err, want)
	}

	return partial
}

// What SendAll says was taken is what arrives.
func arrives(t *testing.T, from, at *sockets.Socket, want []byte) {
	t.Helper()
	ok(t, from.Close())
	if got := drain(t, at); !bytes.Equal(got, want) {
		t.Errorf("%d bytes arrived, of %d that were taken", len(got), len(want))
	}
}

func TestSendAllSaysHowMuchBeforeTheTimeout(t *testing.T) {
	t.Parallel()
	for _, pair := range []func(testing.TB) (a, b *sockets.Socket){tcpPair, streamPair} {
		a, b := pair(t)
		ok(t, a.SetTimeout(2*time.Millisecond))
		p := pattern(32 << 20)
		err := a.SendAll(p)
		partial := sendAllError(t, err, len(p))
		wants(t, "sendall", err, os.ErrDeadlineExceeded)
		if !partial.Timeout() || !partial.Temporary() || !isTimeout(err) {
			t.Errorf("%v is not a net.Error with Timeout", err)
		}
		arrives(t, a, b, p[:partial.Sent])
	}
}

func TestSendAllSaysHowMuchBeforeItWouldBlock(t *testing.T) {
	a, b := streamPair(t)
	ok(t, a.SetTimeout(0))
	p := pattern(32 << 20)
	err := a.SendAll(p)
	partial := sendAllError(t, err, len(p))
	wants(t, "sendall", err, sockets.EAGAIN)
	if partial.Timeout() || errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("%v is a timeout", err)
	}
	arrives(t, a, b, p[:partial.Sent])
}

func TestSendAllSaysHowMuchBeforeTheReset(t *testing.T) {
	a, b := tcpPair(t)
	p := make([]byte, 32<<20)
	sending := start(func() error { return a.SendAll(p) })
	sending.blocked(t)
	ok(t, b.SetLinger(0))
	ok(t, b.Close())
	_, err := sending.result(t)
	partial := sendAllError(t, err, len(p))
	wants(t, "sendall", err, sockets.ECONNRESET)
	if partial.Timeout() {
		t.Errorf("%v is a timeout", err)
	}
}

func TestSendAllOfNothing(t *testing.T) {
	a, b := tcpPair(t)
	ok(t, a.SendAll(nil))
	ok(t, b.SetTimeout(0))
	_, err := b.Recv(1)
	wants(t, "recv", err, sockets.EAGAIN)
}
