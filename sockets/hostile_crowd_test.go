package sockets_test

import (
	"encoding/binary"
	"errors"
	"io"
	"net"
	"os"
	"slices"
	"sync"
	"testing"
	"time"

	"socketspec/sockets"
)

// once counts what must come once each: numbers below its length.
type once struct {
	mu   sync.Mutex
	seen []int
}

func (o *once) got(i int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if i >= 0 && i < len(o.seen) {
		o.seen[i]++
	}
}

func (o *once) check(t *testing.T, what string) {
	t.Helper()
	o.mu.Lock()
	defer o.mu.Unlock()
	for i, n := range o.seen {
		if n != 1 {
			t.Fatalf("%s %d: %d times", what, i, n)
		}
	}
}

// receivers are the calls that receive, as one.
var receivers = []func(s *sockets.Socket, p []byte) (int, error){
	func(s *sockets.Socket, p []byte) (int, error) { return s.RecvInto(p) },
	func(s *sockets.Socket, p []byte) (int, error) { n, _, err := s.RecvFromInto(p); return n, err },
	func(s *sockets.Socket, p []byte) (int, error) { data, err := s.Recv(len(p)); return copy(p, data), err },
	func(s *sockets.Socket, p []byte) (int, error) {
		data, _, err := s.RecvFrom(len(p))
		return copy(p, data), err
	},
	func(s *sockets.Socket, p []byte) (int, error) { n, err := s.NetConn().Read(p); return n, ended(err) },
}

// ended is err, or nil at the end of a stream.
func ended(err error) error {
	if errors.Is(err, io.EOF) {
		return nil
	}

	return err
}

// Every receiver asks for one word, and words are sent one or many at a time:
// each word comes whole, since those who receive take turns.
func TestHostileCrowdReceives(t *testing.T) {
	for name, pair := range map[string]func(testing.TB) (a, b *sockets.Socket){"tcp": tcpPair, "unix": streamPair} {
		t.Run(name, func(t *testing.T) {
			c := hostile(t)
			a, b := pair(t)
			words := &once{seen: make([]int, times(5000))}
			var all sync.WaitGroup
			for i := range 4 * len(receivers) {
				all.Go(func() { receiveWords(t, c, words, a, receivers[i%len(receivers)]) })
			}
			var sending []byte
			for i := range words.seen {
				sending = binary.BigEndian.AppendUint32(sending, uint32(i))
				if i%7 == 0 || i == len(words.seen)-1 {
					ok(t, b.SendAll(sending))
					sending = sending[:0]
				}
			}
			ok(t, b.Close())
			all.Wait()
			words.check(t, "word")
		})
	}
}

// receiveWords receives until the end, or until there is an error.
func receiveWords(t *testing.T, c *tally, words *once, s *sockets.Socket, recv func(*sockets.Socket, []byte) (int, error)) {
	p := make([]byte, 4)
	for {
		n, err := recv(s, p)
		if err != nil || n != 0 && n != len(p) {
			t.Errorf("recv: %d bytes, %v", n, err)
			return
		}
		if n == 0 {
			return
		}
		words.got(int(binary.BigEndian.Uint32(p)))
		c.add("words received", 1)
	}
}

// Whole calls do not mix, and those of one goroutine arrive in their order.
func TestHostileCrowdSends(t *testing.T) {
	c := hostile(t)
	const senders, size = 16, 3000
	each := times(60)
	a, b := tcpPair(t)
	ok(t, a.SetSendBuffer(8192))
	var all sync.WaitGroup
	view := a.NetConn()
	for id := range senders {
		all.Go(func() {
			for i := range each {
				p := binary.BigEndian.AppendUint32(nil, uint32(id))
				p = binary.BigEndian.AppendUint32(p, uint32(i))
				p = append(p, pattern(size-len(p))...)
				err := a.SendAll
				if id%4 == 3 {
					err = func(p []byte, _ ...sockets.Flag) error { _, werr := view.Write(p); return werr }
				}
				if serr := err(p); serr != nil {
					t.Errorf("send: %v", serr)
					return
				}
			}
		})
	}
	var next [senders]int
	want := pattern(size - 8)
	for range senders * each {
		p := readAll(t, b, size)
		id, i := int(binary.BigEndian.Uint32(p)), int(binary.BigEndian.Uint32(p[4:]))
		if id >= senders || next[id] != i || !slices.Equal(p[8:], want) {
			t.Fatalf("message %d of sender %d, or a mixture", i, id)
		}
		next[id]++
		c.add("messages", 1)
		c.add("bytes", size)
	}
	all.Wait()
}

// readAll receives n bytes.
func readAll(t testing.TB, s *sockets.Socket, n int) []byte {
	t.Helper()
	p := make([]byte, n)
	for got := 0; got < n; {
		m, err := s.RecvInto(p[got:])
		ok(t, err)
		if m == 0 {
			t.Fatalf("the stream ended after %d of %d bytes", got, n)
		}
		got += m
	}

	return p
}

// Datagrams sent and received by many: each arrives once. Unix sockets lose none.
func TestHostileCrowdOfDatagrams(t *testing.T) {
	for _, typ := range []sockets.Type{sockets.SOCK_DGRAM, sockets.SOCK_SEQPACKET} {
		t.Run(typ.String(), func(t *testing.T) {
			c := hostile(t)
			a, b, err := sockets.SocketPair(typ)
			if err != nil {
				t.Skip(err)
			}
			kept(t, a)
			kept(t, b)
			const each = 4
			words := &once{seen: make([]int, each*times(500))}
			var sending, receiving sync.WaitGroup
			for i := range 2 * len(receivers) {
				receiving.Go(func() { receiveWords(t, c, words, a, receivers[i%len(receivers)]) })
			}
			for g := range each {
				sending.Go(func() {
					for i := g; i < len(words.seen); i += each {
						if err := b.SendAll(binary.BigEndian.AppendUint32(nil, uint32(i))); err != nil {
							t.Errorf("send: %v", err)
							return
						}
					}
				})
			}
			sending.Wait()
			for range 2 * len(receivers) { // an empty one, for each of them to end
				_, err := b.Send(nil)
				ok(t, err)
			}
			receiving.Wait()
			words.check(t, "message")
		})
	}
}

// Each connection is accepted once, whoever accepts it and however.
func TestHostileCrowdAccepts(t *testing.T) {
	c := hostile(t)
	l, addr := listener(t, 16)
	clients := times(150)
	var mu sync.Mutex
	accepted := make(map[string]int)
	var accepting sync.WaitGroup
	view := l.NetListener()
	for i := range 8 {
		accepting.Go(func() {
			for {
				from, err := acceptOne(l, view, i%2 == 0)
				if err != nil {
					wants(t, "accept", err, net.ErrClosed)
					return
				}
				mu.Lock()
				accepted[from]++
				mu.Unlock()
				c.add("connections", 1)
			}
		})
	}
	connected := make(map[string]bool)
	for range clients {
		s, err := sockets.New(sockets.AF_INET, sockets.SOCK_STREAM)
		ok(t, err)
		ok(t, errors.Join(s.SetTimeout(patience), s.Connect(addr)))
		local, err := s.LocalAddr()
		ok(t, err)
		connected[local.String()] = true
		if data, rerr := s.Recv(1); len(data) != 0 || rerr != nil { // the end: it was accepted
			t.Errorf("recv: %q, %v", data, rerr)
		}
		ok(t, errors.Join(s.SetLinger(0), s.Close()))
	}
	ok(t, l.Close())
	accepting.Wait()
	sum := 0
	for from, n := range accepted {
		if sum += n; !connected[from] {
			t.Errorf("%v was accepted, and is nobody's", from)
		}
	}
	if sum != clients {
		t.Errorf("%d connections were accepted, and %d made", sum, clients)
	}
}

// acceptOne accepts a connection, from the socket or its view, and ends it.
func acceptOne(l *sockets.Socket, view net.Listener, plainly bool) (from string, err error) {
	if plainly {
		conn, addr, aerr := l.Accept()
		if aerr != nil {
			return "", aerr
		}

		return addr.String(), conn.Close()
	}
	conn, err := view.Accept()
	if err != nil {
		return "", err
	}

	return conn.RemoteAddr().String(), conn.Close()
}

// Of those who wait for their turn each third gives up, by its timeout, while the
// others come and go: these have their turns in the order in which they came.
func TestHostileCrowdWaitsInOrder(t *testing.T) {
	c := hostile(t)
	const crowd = 60
	for range times(10) {
		s, peer := streamPair(t)
		var calls, hasty []*call
		for i := range crowd {
			if i%3 != 2 || i == 0 {
				calls = append(calls, recv(t, s, 1))
				continue
			}
			ok(t, s.SetTimeout(time.Millisecond))
			began := time.Now()
			hasty = append(hasty, start(func() error {
				_, err := s.Recv(1)
				if took := time.Since(began); took < time.Millisecond {
					t.Errorf("it ended after %v", took)
				}

				return err
			}))
			_ = hasty[len(hasty)-1].waits(t)
			ok(t, s.SetTimeout(patience))
		}
		for _, h := range hasty {
			h.ends(t, "recv", nil, os.ErrDeadlineExceeded)
		}
		for i, waiting := range calls {
			ok(t, peer.SendAll([]byte{byte(i)}))
			waiting.ends(t, "recv", []byte{byte(i)}, nil)
		}
		c.add("calls in order", len(calls))
		c.add("calls that gave up", len(hasty))
		ok(t, errors.Join(s.Close(), peer.Close()))
	}
}

// The one who has the turn waits for ever; those behind it, of any kind, have a
// timeout, and each has all of it.
func TestHostileCrowdTimesOutBehindOneThatDoesNot(t *testing.T) {
	c := hostile(t)
	stream, _ := fullPair(t)
	l, _ := listener(t, 1)
	crowdBehind(t, c, stream, []string{"Recv", "SendAll"}, []string{"Recv", "RecvInto", "RecvFrom", "RecvFromInto", "Send", "SendAll"})
	crowdBehind(t, c, l, []string{"Accept"}, []string{"Accept"})
}

func crowdBehind(t *testing.T, c *tally, s *sockets.Socket, holders, names []string) {
	t.Helper()
	ok(t, s.SetTimeout(sockets.NoTimeout))
	holding := make([]*call, len(holders))
	for i, name := range holders {
		holding[i] = start(func() error { return methods[name](s) })
		holding[i].blocked(t)
	}
	for round := range times(12) {
		timeout := time.Duration(1+round%12*400) * time.Microsecond
		ok(t, s.SetTimeout(timeout))
		var all sync.WaitGroup
		for i := range 30 {
			all.Go(func() {
				name, began := names[i%len(names)], time.Now()
				wants(t, name, methods[name](s), os.ErrDeadlineExceeded)
				if took := time.Since(began); took < timeout {
					t.Errorf("%s ended after %v, and had %v", name, took, timeout)
				}
			})
		}
		all.Wait()
		c.add("timeouts", 30)
	}
	for _, holder := range holding {
		holder.pending(t, "the timeouts are others'")
	}
	ok(t, s.Close())
	for _, holder := range holding {
		holder.ends(t, "the one in front", nil, net.ErrClosed)
	}
}
