package sockets_test

import (
	"bytes"
	"math"
	"testing"

	"socketspec/sockets"
)

func TestRecvReturnsNoMoreThanThereIsAndNoMoreThanWasAskedFor(t *testing.T) {
	for _, pair := range []func(testing.TB) (a, b *sockets.Socket){tcpPair, streamPair} {
		a, b := pair(t)
		for _, c := range []struct{ sent, max, want int }{
			{sent: 1, max: 1, want: 1},
			{sent: 5, max: 5, want: 5},
			{sent: 5, max: 1024, want: 5},
			{sent: 5, max: math.MaxInt, want: 5},
			{sent: 5, max: 3, want: 3},
			{sent: 30_000, max: 1 << 16, want: 30_000},
		} {
			p := pattern(c.sent)
			ok(t, a.SendAll(p))
			got, err := b.Recv(c.max)
			ok(t, err)
			if !bytes.Equal(got, p[:c.want]) || cap(got) != len(got) {
				t.Errorf("Recv(%d) of %d bytes: %d, and room for %d", c.max, c.sent, len(got), cap(got))
			}
			recvFull(t, b, p[c.want:])
		}
	}
}

func TestRecvOfNothingTakesNothing(t *testing.T) {
	a, b := tcpPair(t)
	ok(t, a.SendAll([]byte("kept")))
	for _, call := range []func() ([]byte, error){
		func() ([]byte, error) { return b.Recv(0) },
		func() ([]byte, error) { data, _, err := b.RecvFrom(0); return data, err },
		func() ([]byte, error) { n, err := b.RecvInto(nil); return make([]byte, n), err },
	} {
		data, err := call()
		ok(t, err)
		if len(data) != 0 {
			t.Errorf("it returned %d bytes", len(data))
		}
	}
	recvFull(t, b, []byte("kept"))
}

func TestRecvOfMoreThanTheScratch(t *testing.T) {
	a, b := streamPair(t)
	p := pattern(150_000)
	ok(t, a.SendAll(p)) // it fits, so that all of it is there
	waiting, err := b.Waiting()
	ok(t, err)
	if waiting != len(p) {
		t.Skipf("%d of %d bytes fit into this system's buffer", waiting, len(p))
	}
	for _, c := range []struct{ max, want int }{{max: 70_000, want: 70_000}, {max: math.MaxInt, want: 80_000}} {
		got, err := b.Recv(c.max)
		ok(t, err)
		if !bytes.Equal(got, p[:c.want]) || cap(got) != len(got) {
			t.Fatalf("Recv(%d): %d bytes, and room for %d", c.max, len(got), cap(got))
		}
		p = p[c.want:]
	}
}

func TestRecvOfMuchThatHasToWait(t *testing.T) {
	a, b := tcpPair(t)
	p := pattern(3 << 20)
	c := recv(t, b, math.MaxInt)
	sending := start(func() error { return a.SendAll(p) })
	got, err := c.result(t)
	ok(t, err)
	if !bytes.HasPrefix(p, got) || len(got) == 0 {
		t.Fatalf("it received %d bytes", len(got))
	}
	for len(got) < len(p) {
		more, err := b.Recv(1 << 30)
		ok(t, err)
		got = append(got, more...)
	}
	if !bytes.Equal(got, p) {
		t.Error("bytes are missing, or out of order")
	}
	sending.ends(t, "sendall", nil, nil)
}

func TestEndOfStreamIsEmptyEveryTime(t *testing.T) {
	a, b := tcpPair(t)
	ok(t, a.SendAll([]byte("last")))
	ok(t, a.Close())
	recvFull(t, b, []byte("last"))
	for range 3 {
		data, err := b.Recv(1 << 20)
		ok(t, err)
		n, err := b.RecvInto(make([]byte, 1))
		ok(t, err)
		if len(data) != 0 || n != 0 {
			t.Errorf("there was more: %q and %d bytes", data, n)
		}
	}
}

func TestEndOfStreamEndsACallThatWaits(t *testing.T) {
	a, b := tcpPair(t)
	c := recv(t, b, 1<<20)
	ok(t, a.Close())
	c.ends(t, "recv", nil, nil)
}

func TestPeekTakesNothing(t *testing.T) {
	a, b := tcpPair(t)
	ok(t, a.SendAll([]byte("hello")))
	for range 2 {
		data, err := b.Recv(3, sockets.MSG_PEEK)
		ok(t, err)
		if string(data) != "hel" {
			t.Errorf("it saw %q", data)
		}
	}
	recvFull(t, b, []byte("hello"))
}

func TestDontWaitDoesNotWait(t *testing.T) {
	a, b := tcpPair(t)
	_, err := b.Recv(1, sockets.MSG_DONTWAIT)
	wants(t, "recv", err, sockets.EAGAIN)
	_, err = b.RecvInto(make([]byte, 1), sockets.MSG_PEEK, sockets.MSG_DONTWAIT)
	wants(t, "recvinto", err, sockets.EAGAIN)
	alive(t, a, b)
}

func TestStreamNamesNoSender(t *testing.T) {
	a, b := tcpPair(t)
	ok(t, a.SendAll([]byte("xy")))
	_, from, err := b.RecvFrom(1)
	ok(t, err)
	_, into, err := b.RecvFromInto(make([]byte, 1))
	ok(t, err)
	if from != (sockets.Addr{}) || into != (sockets.Addr{}) {
		t.Errorf("it is said to come from %v, %v", from, into)
	}
}

func TestWaitingCounts(t *testing.T) {
	a, b := streamPair(t)
	ok(t, a.SendAll([]byte("hello")))
	n, err := b.Waiting()
	ok(t, err)
	if n != 5 {
		t.Errorf("%d bytes are said to wait", n)
	}
}

func TestSendMayTakeAPart(t *testing.T) {
	a, b := streamPair(t)
	p := pattern(8 << 20)
	n, err := a.Send(p)
	ok(t, err)
	if n <= 0 || n == len(p) {
		t.Fatalf("it took %d of %d bytes", n, len(p))
	}
	arrives(t, a, b, p[:n])
}
