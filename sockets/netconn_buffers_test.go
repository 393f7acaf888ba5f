package sockets_test

import (
	"bytes"
	"errors"
	"net"
	"os"
	"runtime"
	"slices"
	"testing"
	"time"
	"weak"

	"socketspec/sockets"
)

// buffersOf are the bytes of p in buffers of that size, with an empty one before each.
func buffersOf(p []byte, size int) (bufs net.Buffers) {
	for part := range slices.Chunk(p, size) {
		bufs = append(bufs, nil, part)
	}

	return append(bufs, nil)
}

func TestWriteBuffersSendsAll(t *testing.T) {
	for _, pair := range []func(testing.TB) (a, b *sockets.Socket){tcpPair, streamPair} {
		a, b := views(t, pair)
		receiving := begin(func() ([]byte, error) { return drain(t, b.Socket()), nil })
		var want []byte
		for _, size := range []int{1, 1000, 1 << 20, 3 << 20} {
			p := pattern(5000 * min(size, 1000))
			bufs := buffersOf(p, size)
			all := bufs
			if n, err := a.WriteBuffers(&bufs); n != int64(len(p)) || err != nil || len(bufs) != 0 {
				t.Errorf("%d of %d bytes were sent, %d buffers are left, %v", n, len(p), len(bufs), err)
			}
			if len(bytes.Join(all, nil)) > 0 {
				t.Error("it holds what it has sent")
			}
			want = append(want, p...)
		}
		ok(t, a.CloseWrite())
		if got, _ := receiving.result(t); !bytes.Equal(got, want) {
			t.Errorf("%d of %d bytes arrived, or others", len(got), len(want))
		}
	}
}

// What is left is what was not sent.
func TestWriteBuffersThatFailsKeepsTheRest(t *testing.T) {
	a, b := views(t, streamPair)
	p := pattern(32 << 20)
	bufs := buffersOf(p, 3000)
	sent := int64(0)
	writing := start(func() (err error) { sent, err = a.WriteBuffers(&bufs); return err })
	writing.blocked(t)
	ok(t, a.SetWriteDeadline(past))
	writing.ends(t, "write", nil, os.ErrDeadlineExceeded)
	left := bytes.Join(bufs, nil)
	if sent == 0 || !bytes.Equal(left, p[sent:]) {
		t.Errorf("%d of %d bytes were sent, and %d are left, or others", sent, len(p), len(left))
	}
	if n, err := a.WriteBuffers(&bufs); n != 0 || !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("after the deadline: %d, %v", n, err)
	}
	ok(t, a.CloseWrite())
	if got := drain(t, b.Socket()); !bytes.Equal(got, p[:sent]) {
		t.Errorf("%d bytes were sent, and %d arrived, or others", sent, len(got))
	}
}

// The records of a socket show the system calls that made them.
func TestWriteBuffersIsOneSystemCall(t *testing.T) {
	pairs := map[string]func(testing.TB) (a, b *sockets.Socket){
		"udp":       udpPair,
		"seqpacket": func(t testing.TB) (a, b *sockets.Socket) { return unixPair(t, sockets.SOCK_SEQPACKET) },
	}
	for name, pair := range pairs {
		t.Run(name, func(t *testing.T) {
			x, y := pair(t)
			a, b := x.NetConn().(viewed), y.NetConn()
			ok(t, errors.Join(a.SetDeadline(time.Now().Add(patience)), b.SetDeadline(time.Now().Add(patience))))
			p := pattern(1000)
			buf := make([]byte, 2*len(p))
			for _, size := range []int{3, 3, 1} { // the empty ones do not count, of which no call takes so many
				bufs := buffersOf(p, size)
				n, err := a.WriteBuffers(&bufs)
				ok(t, err)
				got, err := b.Read(buf)
				ok(t, err)
				if n != int64(len(p)) || !bytes.Equal(buf[:got], p) {
					t.Errorf("%d bytes were sent, and %d arrived", n, got)
				}
			}
		})
	}
}

func TestWriteBuffersOfNothingSendsNothing(t *testing.T) {
	a, b := views(t, udpPair)
	for _, bufs := range []net.Buffers{nil, {}, {nil, {}}} {
		if n, err := a.WriteBuffers(&bufs); n != 0 || err != nil || len(bufs) != 0 {
			t.Errorf("%d bytes, %v, %d are left", n, err, len(bufs))
		}
	}
	_, err := a.Write([]byte("next"))
	ok(t, err)
	recvFull(t, b.Socket(), []byte("next"))
	_, err = a.WriteBuffers(nil)
	wantsOp(t, err, "writev", os.ErrInvalid)
}

// The pool has what one system call needed over the first collection, and none of the
// program's memory. The buffer that is looked for is the second of the first call; the
// other call has one.
func TestWriteBuffersThatAreSentAreForgotten(t *testing.T) {
	a, _ := views(t, streamPair)
	sent := func() weak.Pointer[[64]byte] {
		var all []*[64]byte
		var bufs net.Buffers
		for range 1024 + 1 {
			b := new([64]byte)
			all, bufs = append(all, b), append(bufs, b[:])
		}
		_, err := a.WriteBuffers(&bufs)
		ok(t, err)

		return weak.Make(all[1])
	}()
	if runtime.GC(); sent.Value() != nil {
		t.Error("it is still there")
	}
}

func TestWriteBuffersDoNotMix(t *testing.T) {
	a, b := views(t, streamPair)
	const size, times = 300_000, 20
	var writing []*call
	for i := range 3 {
		p := bytes.Repeat([]byte{byte(i)}, size)
		writing = append(writing, start(func() error {
			for range times {
				bufs := buffersOf(p, 100)
				if _, err := a.WriteBuffers(&bufs); err != nil {
					return err
				}
			}

			return nil
		}))
	}
	receiving := begin(func() ([]byte, error) { return drain(t, b.Socket()), nil })
	for _, c := range writing {
		c.ends(t, "write", nil, nil)
	}
	ok(t, a.CloseWrite())
	got, _ := receiving.result(t)
	for part := range slices.Chunk(got, size) {
		if bytes.Count(part, part[:1]) != size {
			t.Fatal("they are mixed")
		}
	}
}

// The race detector judges; see TestSendHappensBeforeRecv.
func TestWriteBuffersHappensBeforeRecv(t *testing.T) {
	a, b := views(t, streamPair)
	told := 0
	writing := start(func() error {
		told = 1
		_, err := a.WriteBuffers(&net.Buffers{{'x'}})

		return err
	})
	recvFull(t, b.Socket(), []byte("x"))
	if told != 1 {
		t.Error("nothing was told")
	}
	writing.ends(t, "write", nil, nil)
}
