package sockets_test

import (
	"bytes"
	"errors"
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"socketspec/sockets"
)

func TestMessagesLargerThanTheScratchAreNotCut(t *testing.T) {
	for _, typ := range []sockets.Type{sockets.SOCK_DGRAM, sockets.SOCK_SEQPACKET} {
		a, b := unixPair(t, typ)
		sizes := []int{100 << 10, 10, 0, 80_000}
		if typ == sockets.SOCK_SEQPACKET {
			sizes = []int{100 << 10, 10, 80_000} // an empty one looks like the end
		}
		for _, size := range sizes {
			ok(t, a.SendAll(pattern(size)))
		}
		for _, size := range sizes {
			got, err := b.Recv(200_000)
			ok(t, err)
			if !bytes.Equal(got, pattern(size)) {
				t.Fatalf("%v: %d of %d bytes", typ, len(got), size)
			}
		}
	}
}

// The size is asked for and then the message: none may come in between that the
// buffer is too small for.
func TestMessageThatComesMeanwhileIsNotCut(t *testing.T) {
	comesMeanwhile(t)
	comesMeanwhile(t, unix.MSG_ERRQUEUE) // which means nothing to it
}

func comesMeanwhile(t *testing.T, flags ...sockets.Flag) {
	t.Helper()
	const messages, size = 300, 80_000
	a, b := unixPair(t, sockets.SOCK_DGRAM)
	ok(t, b.SetTimeout(0))
	p := make([]byte, size)
	sending := start(func() error {
		for range messages {
			if err := a.SendAll(p); err != nil {
				return err
			}
		}

		return nil
	})
	for n := 0; n < messages; {
		got, err := b.Recv(2*size, flags...)
		if errors.Is(err, sockets.EAGAIN) {
			runtime.Gosched()
			continue
		}
		ok(t, err)
		if n++; len(got) != size {
			t.Fatalf("%d of %d bytes", len(got), size)
		}
	}
	sending.ends(t, "sendall", nil, nil)
}

// One is seen to be there, and is another's by the time that it is received: then there
// is none.
func TestMessageThatAnotherTakesMeanwhileIsNone(t *testing.T) {
	const messages = 10_000
	a, b := unixPair(t, sockets.SOCK_DGRAM)
	var received atomic.Int32
	var receiving [4]*call
	for i := range receiving {
		dup, err := b.Dup()
		ok(t, err)
		s := kept(t, dup)
		ok(t, s.SetTimeout(0))
		receiving[i] = start(func() error {
			for received.Load() < messages {
				p, err := s.Recv(100_000)
				if errors.Is(err, sockets.EAGAIN) {
					runtime.Gosched()
					continue
				}
				if err != nil {
					return err
				}
				if len(p) == 0 {
					return errors.New("it is empty")
				}
				received.Add(1)
			}

			return nil
		})
	}
	for range messages {
		ok(t, a.SendAll([]byte("x")))
	}
	for _, c := range receiving {
		c.ends(t, "recv", nil, nil)
	}
}

func TestLargeMessageEndsACallThatWaits(t *testing.T) {
	a, b := unixPair(t, sockets.SOCK_DGRAM)
	c := recv(t, b, 200_000)
	ok(t, a.SendAll(pattern(100<<10)))
	c.ends(t, "recv", pattern(100<<10), nil)
}

func TestDatagramThatIsTooLargeIsCut(t *testing.T) {
	a, b := unixPair(t, sockets.SOCK_DGRAM)
	for _, most := range []int{4, 66_000} {
		ok(t, a.SendAll(pattern(100<<10)))
		ok(t, a.SendAll([]byte("next")))
		got, err := b.Recv(most)
		ok(t, err)
		if !bytes.Equal(got, pattern(most)) {
			t.Errorf("Recv(%d): %d bytes", most, len(got))
		}
		recvFull(t, b, []byte("next"))
	}
}

func TestTruncTellsTheTrueLengthOfADatagram(t *testing.T) {
	a, b := udpPair(t)
	for range 3 {
		ok(t, a.SendAll([]byte("0123456789")))
	}
	n, err := b.RecvInto(make([]byte, 4), sockets.MSG_TRUNC)
	ok(t, err)
	into, _, err := b.RecvFromInto(make([]byte, 4), sockets.MSG_TRUNC)
	ok(t, err)
	data, err := b.Recv(4, sockets.MSG_TRUNC)
	ok(t, err)
	if n != 10 || into != 10 || string(data) != "0123" {
		t.Errorf("it said %d and %d, and returned %q", n, into, data)
	}
}

// tcp(7): the bytes are discarded. What is returned in their place must not be
// what another socket has received.
func TestTruncOfATCPStreamShowsNothingOfOthers(t *testing.T) {
	a, b := tcpPair(t)
	for _, size := range []int{16, 100_000} {
		ok(t, a.SendAll(bytes.Repeat([]byte("secret"), 2000)))
		recvFull(t, b, bytes.Repeat([]byte("secret"), 2000))
		ok(t, a.SendAll([]byte("discarded")))
		got, err := b.Recv(size, sockets.MSG_TRUNC)
		ok(t, err)
		if !bytes.Equal(got, make([]byte, len("discarded"))) {
			t.Errorf("it returned %q", got)
		}
	}
	alive(t, a, b)
}

// A queued error comes with what was sent, however much is asked for. (A look at it would
// take it out of the queue, whether with MSG_PEEK or not.)
func TestQueuedErrorIsReceivedOnce(t *testing.T) {
	for _, most := range []int{9, 100_000} {
		s, peer := udpPair(t)
		ok(t, s.SetOption(unix.IPPROTO_IP, unix.IP_RECVERR, 1))
		ok(t, peer.Close())
		ok(t, s.SendAll([]byte("question")))
		var data []byte
		var err error = sockets.EAGAIN
		for until := time.Now().Add(patience); errors.Is(err, sockets.EAGAIN) && time.Now().Before(until); runtime.Gosched() {
			data, err = s.Recv(most, unix.MSG_ERRQUEUE)
		}
		ok(t, err)
		if string(data) != "question" {
			t.Errorf("Recv(%d): it came of %q", most, data)
		}
		_, err = s.Recv(most, unix.MSG_ERRQUEUE)
		wants(t, "recv, again", err, sockets.EAGAIN)
	}
}

// A listening socket has no data that could be counted (tcp(7), SIOCINQ).
func TestWaitingTellsThatTheSystemRefuses(t *testing.T) {
	l, _ := listener(t, 1)
	_, err := l.Waiting()
	wants(t, "ioctl", err, sockets.EINVAL)
}

// However much is there: urgent data is not, and Linux says so.
func TestUrgentDataThatIsNotThereIsRefused(t *testing.T) {
	a, b := tcpPair(t)
	ok(t, a.SendAll(pattern(100_000)))
	for until := time.Now().Add(patience); ; runtime.Gosched() {
		waiting, err := b.Waiting()
		ok(t, err)
		if waiting == 100_000 {
			break
		}
		if time.Now().After(until) {
			t.Fatalf("only %d bytes have come", waiting)
		}
	}
	_, err := b.Recv(200_000, sockets.MSG_OOB)
	wants(t, "recv", err, sockets.EINVAL)
	data, err := b.Recv(200_000)
	ok(t, err)
	if !bytes.Equal(data, pattern(100_000)) {
		t.Errorf("of all of it %d bytes were received", len(data))
	}
}

// Where poll(2) does not say whether more can come, what is there is returned.
func TestReceiveWherePollFails(t *testing.T) { inAProcessOfItsOwn(t, pollFails) }

func pollFails(t *testing.T) {
	a, b := tcpPair(t)
	ok(t, a.SendAll([]byte("ab")))
	recvFull(t, b, []byte("a"))
	var before unix.Rlimit
	ok(t, unix.Getrlimit(unix.RLIMIT_NOFILE, &before))
	ok(t, unix.Setrlimit(unix.RLIMIT_NOFILE, &unix.Rlimit{Cur: 0, Max: before.Max})) // poll(2): EINVAL
	c := begin(func() ([]byte, error) { return b.Recv(4, sockets.MSG_PEEK|sockets.MSG_WAITALL) })
	c.ends(t, "recv", []byte("b"), nil)
	ok(t, unix.Setrlimit(unix.RLIMIT_NOFILE, &before))
}
