//go:build unix

package sockets_test

import (
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"
	"testing"

	"socketspec/sockets"
)

// storm sends this process one signal after the other until the test ends.
func storm(t *testing.T) {
	t.Helper()
	received := make(chan os.Signal, 1)
	signal.Notify(received, syscall.SIGUSR1)
	var over atomic.Bool
	storming := start(func() error {
		for !over.Load() {
			if err := syscall.Kill(os.Getpid(), syscall.SIGUSR1); err != nil {
				return err
			}
		}

		return nil
	})
	<-received
	t.Cleanup(func() {
		over.Store(true)
		storming.ends(t, "the storm", nil, nil)
		signal.Stop(received)
	})
}

func TestSignalsInterruptNothing(t *testing.T) {
	t.Parallel()
	storm(t)
	a, b := tcpPair(t)
	p := pattern(8 << 20)
	sending := start(func() error { return a.SendAll(p) })
	recvFull(t, b, p)
	sending.ends(t, "sendall", nil, nil)

	for range 20 {
		a, b := tcpPair(t)
		c := recv(t, a, 1)
		ok(t, b.SendAll([]byte("x")))
		c.ends(t, "recv", []byte("x"), nil)
		ok(t, a.Close())
		ok(t, b.Close())
	}
}

func TestInterruptedCallIsMadeAgain(t *testing.T) {
	s, _ := waited(t)
	for _, fresh := range []*sockets.Socket{s, newSocket(t, sockets.AF_INET, sockets.SOCK_STREAM)} {
		tries, err := fresh.RecvInterrupted(3)
		ok(t, err)
		if tries != 4 {
			t.Errorf("it was tried %d times", tries)
		}
	}
}

// A send to a peer that has gone is an error. The signal that comes next is the
// one that the test sends: of those that wait Go delivers the lowest number first, and
// SIGPIPE's is lower.
func TestNoSIGPIPE(t *testing.T) {
	received := make(chan os.Signal, 8)
	signal.Notify(received, syscall.SIGPIPE, syscall.SIGWINCH)
	defer signal.Stop(received)

	a, b := streamPair(t)
	ok(t, b.Close())
	_, err := a.Send([]byte("x"))
	wants(t, "send", err, sockets.EPIPE)
	wants(t, "sendall", a.SendAll([]byte("x")), sockets.EPIPE)
	_, err = a.SendV([][]byte{[]byte("x")})
	wants(t, "sendv", err, sockets.EPIPE)
	_, err = a.SendFDs([]byte("x"), nil)
	wants(t, "sendfds", err, sockets.EPIPE)
	s := newSocket(t, sockets.AF_INET, sockets.SOCK_STREAM)
	for _, shut := range []*sockets.Socket{s, a} {
		if _, err = shut.SendTo([]byte("x"), sockets.MustParseAddr("127.0.0.1:9")); err == nil {
			t.Error("it was sent")
		}
	}

	ok(t, syscall.Kill(os.Getpid(), syscall.SIGWINCH))
	if got := <-received; got != syscall.SIGWINCH {
		t.Errorf("%v was raised", got)
	}
}
