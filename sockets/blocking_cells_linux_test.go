package sockets_test

import (
	"runtime"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"socketspec/sockets"
)

// The calls.

func recvs(most int, flags ...sockets.Flag) func(c caller, p *place) string {
	var all sockets.Flag
	for _, flag := range flags {
		all |= flag
	}

	return func(c caller, _ *place) string { return c.recv(most, all) }
}

func sends(size int) func(c caller, p *place) string {
	return func(c caller, _ *place) string { return c.send(size, 0) }
}

func accepts(c caller, _ *place) string   { return c.accept() }
func connects(c caller, p *place) string  { return c.connect(p.addr) }
func sendsToIt(c caller, p *place) string { return c.sendTo(datagram, p.addr) }

// What happens meanwhile.

func shuts(how sockets.How) func(t *testing.T, p *place) {
	return func(t *testing.T, p *place) {
		t.Helper()
		err := p.s.Shutdown(how)
		if err != nil {
			wants(t, "shutdown", err, sockets.ENOTCONN) // and it is shut nevertheless
		}
	}
}

func peerShuts(how sockets.How) func(t *testing.T, p *place) {
	return func(t *testing.T, p *place) { t.Helper(); ok(t, p.peer.Shutdown(how)) }
}

func peerSends(size int) func(t *testing.T, p *place) {
	return func(t *testing.T, p *place) { t.Helper(); ok(t, p.peer.SendAll(make([]byte, size))) }
}

func peerReceives(t *testing.T, p *place) {
	t.Helper()
	_, err := p.peer.Recv(1 << 20)
	ok(t, err)
}

func peerReceivesAll(t *testing.T, p *place) {
	t.Helper()
	ok(t, p.peer.SetTimeout(0))
	for {
		data, err := p.peer.Recv(1 << 20)
		if err != nil {
			wants(t, "recv", err, sockets.EAGAIN)
			return
		}
		if len(data) == 0 {
			t.Fatal("it says that nothing comes any more, and it was not to wait")
		}
	}
}

func peerCloses(t *testing.T, p *place) { t.Helper(); ok(t, p.peer.Close()) }

func peerResets(t *testing.T, p *place) {
	t.Helper()
	ok(t, p.peer.SetLinger(0))
	ok(t, p.peer.Close())
}

func peerAccepts(t *testing.T, p *place) { t.Helper(); accepted(t, p.peer) }
func peerHears(t *testing.T, p *place)   { t.Helper(); hearAgain(t, p.peer) }

// datagram is the size of those that fill a queue.
const datagram = 1000

// The places.

// pairOf makes a pair and readies it.
func pairOf(pair func(testing.TB) (a, b *sockets.Socket), ready ...func(t *testing.T, p *place)) func(t *testing.T) *place {
	return func(t *testing.T) *place {
		t.Helper()
		s, peer := pair(t)
		p := &place{s: s, peer: peer}
		for _, step := range ready {
			step(t, p)
		}

		return p
	}
}

func dgramPair(t testing.TB) (a, b *sockets.Socket)  { return unixPair(t, sockets.SOCK_DGRAM) }
func recordPair(t testing.TB) (a, b *sockets.Socket) { return unixPair(t, sockets.SOCK_SEQPACKET) }

// udpAlone returns a datagram socket without a peer, and one that sends to it.
func udpAlone(t testing.TB) (a, b *sockets.Socket) {
	a, to := bound(t, sockets.SOCK_DGRAM, loopback)
	b = newSocket(t, sockets.AF_INET, sockets.SOCK_DGRAM)
	ok(t, b.Connect(to))

	return a, b
}

func lowWaterOf4(t *testing.T, p *place) {
	t.Helper()
	ok(t, p.s.SetOption(unix.SOL_SOCKET, unix.SO_RCVLOWAT, 4))
}

// hasTimeout sets the system's own timeouts, to 10 ms.
func hasTimeout(t *testing.T, p *place) {
	t.Helper()
	short := unix.NsecToTimeval(int64(10 * time.Millisecond))
	for _, name := range []int{unix.SO_RCVTIMEO, unix.SO_SNDTIMEO} {
		ok(t, unix.SetsockoptTimeval(number(t, p.s), unix.SOL_SOCKET, name, &short))
	}
}

// comes has bytes come before the call.
func comes(size int) func(t *testing.T, p *place) {
	return func(t *testing.T, p *place) {
		t.Helper()
		ok(t, p.peer.SendAll(make([]byte, size)))
		_, err := p.s.Recv(size, sockets.MSG_PEEK)
		ok(t, err)
	}
}

// urgent sends a byte out of band behind two, and one after it.
func urgent(t *testing.T, p *place) {
	t.Helper()
	ok(t, p.peer.SendAll([]byte("ab")))
	_, err := p.peer.Send([]byte("!"), sockets.MSG_OOB)
	ok(t, err)
	ok(t, p.peer.SendAll([]byte("cd")))
	for waiting := 0; waiting < 2; {
		waiting, err = p.s.Waiting()
		ok(t, err)
	}
}

func fills(t *testing.T, p *place) {
	t.Helper()
	ok(t, p.s.SetTimeout(0))
	for {
		if _, err := p.s.Send(make([]byte, datagram)); err != nil {
			wants(t, "send", err, sockets.EAGAIN)
			return
		}
	}
}

// fullReceiver is a Unix datagram socket that others have sent as much as it takes,
// and one without a peer.
func fullReceiver(t *testing.T) *place {
	t.Helper()
	peer, addr := bound(t, sockets.SOCK_DGRAM, sockets.UnixAddr(""))
	s := newSocket(t, sockets.AF_UNIX, sockets.SOCK_DGRAM)
	other := newSocket(t, sockets.AF_UNIX, sockets.SOCK_DGRAM)
	ok(t, other.SetTimeout(0))
	for {
		if _, err := other.SendTo(make([]byte, datagram), addr); err != nil {
			wants(t, "sendto", err, sockets.EAGAIN)
			break
		}
	}
	return &place{s: s, peer: peer, addr: addr}
}

func listening(family sockets.Family, typ sockets.Type, ready ...func(t *testing.T, p *place)) func(t *testing.T) *place {
	return func(t *testing.T) *place {
		t.Helper()
		to := loopback
		if family == sockets.AF_UNIX {
			to = sockets.UnixAddr("")
		}
		l, addr := bound(t, typ, to)
		ok(t, l.Listen(1))
		p := &place{s: l, addr: addr}
		for _, step := range ready {
			step(t, p)
		}

		return p
	}
}

// isAskedFor has a client connect before the call.
func isAskedFor(t *testing.T, p *place) {
	t.Helper()
	ok(t, newSocket(t, p.s.Family(), p.s.Type()).Connect(p.addr))
}

// fullUnixListener is one whose queue is full.
func fullUnixListener(typ sockets.Type) func(t *testing.T) *place {
	return func(t *testing.T) *place {
		t.Helper()
		l, addr := bound(t, typ, sockets.UnixAddr(""))
		ok(t, l.Listen(0))
		for {
			s := newSocket(t, sockets.AF_UNIX, typ)
			ok(t, s.SetTimeout(0))
			if err := s.Connect(addr); err != nil {
				wants(t, "connect", err, sockets.EAGAIN)
				return &place{s: s, peer: l, addr: addr}
			}
		}
	}
}

// deaf is a socket that is not connected yet, and a listener that does not hear it.
// A connection accepted before has the port, so that nobody else can listen there.
func deaf(t *testing.T) *place {
	t.Helper()
	l, addr := listener(t, 8)
	ok(t, newSocket(t, sockets.AF_INET, sockets.SOCK_STREAM).Connect(addr))
	accepted(t, l)
	deafen(t, l)

	return &place{s: newSocket(t, sockets.AF_INET, sockets.SOCK_STREAM), peer: l, addr: addr}
}

// connecting is deaf once it has asked for the connection.
func connecting(t *testing.T) *place {
	t.Helper()
	p := deaf(t)
	ok(t, p.s.SetTimeout(0))
	wants(t, "connect", p.s.Connect(p.addr), sockets.EINPROGRESS)

	return p
}

func fresh(family sockets.Family, typ sockets.Type) func(t *testing.T) *place {
	return func(t *testing.T) *place { t.Helper(); return &place{s: newSocket(t, family, typ)} }
}

// refusedUDP has been told that nobody is there, and has not told it.
func refusedUDP(t *testing.T) *place {
	t.Helper()
	s, peer := udpPair(t)
	ok(t, peer.Close())
	_, err := s.Send([]byte("x"))
	ok(t, err)

	return &place{s: s}
}

// again makes a call and makes it again.
func again(call func(c caller, p *place) string) func(c caller, p *place) string {
	return func(c caller, p *place) string { return call(c, p) + ", " + call(c, p) }
}

// announced is told of an urgent byte for which there is no room yet.
func announced(t *testing.T) *place {
	t.Helper()
	l, addr := listener(t, 1)
	ok(t, l.SetRecvBuffer(4096)) // what the urgent pointer says has 16 bits
	peer := newSocket(t, sockets.AF_INET, sockets.SOCK_STREAM)
	ok(t, peer.SetSendBuffer(4096))
	ok(t, peer.Connect(addr))
	s, _ := accepted(t, l)
	fill(t, peer)
	ok(t, peer.SetSendBuffer(1<<16))
	_, err := peer.Send([]byte("!"), sockets.MSG_OOB)
	ok(t, err)
	fd := number(t, s)
	for until := time.Now().Add(patience); ; runtime.Gosched() {
		if _, errno := sockets.RawRecv(fd, 1, sockets.MSG_OOB); errno != sockets.EINVAL {
			return &place{s: s, peer: peer}
		}
		if time.Now().After(until) {
			t.Fatal("it is not announced")
		}
	}
}
