package sockets_test

import (
	"bytes"
	"errors"
	"net"
	"os"
	"os/exec"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"socketspec/fixtures/hosts"
	"socketspec/sockets"
)

// deafen makes the system drop all that arrives for s, before TCP sees it: it
// acknowledges nothing, and refuses nothing. A listener that is deaf answers no
// SYN. The system drops segments whose TTL, 64 by default, is less than IP_MINTTL
// (ip(7); RFC 5082). That is everybody's: a filter (SO_ATTACH_FILTER) needs
// CAP_NET_ADMIN from Linux 6.1 on.
func deafen(t testing.TB, s *sockets.Socket) {
	t.Helper()
	err := s.SetOption(unix.IPPROTO_IP, unix.IP_MINTTL, 255)
	if errors.Is(err, sockets.ENOPROTOOPT) {
		t.Skipf("IP_MINTTL, by which segments are lost: %v: qemu-user, for one, does not know it", err)
	}
	ok(t, err)
}

// hearAgain ends deafen.
func hearAgain(t testing.TB, s *sockets.Socket) {
	t.Helper()
	ok(t, s.SetOption(unix.IPPROTO_IP, unix.IP_MINTTL, 0))
}

// deafListener returns a listener of which a client hears nothing.
func deafListener(t testing.TB) (*sockets.Socket, sockets.Addr) {
	t.Helper()
	l, addr := listener(t, 1024)
	deafen(t, l)

	return l, addr
}

// A peer vanishes while there is something to say. Calls time out, what was taken
// is told, and when the peer hears again all of it arrives.
func TestHostileVanishedPeerComesBack(t *testing.T) {
	t.Parallel()
	c := hostile(t)
	for range times(3) {
		a, b := tcpPair(t)
		alive(t, a, b)
		deafen(t, b)
		waiting := recv(t, a, 8)
		ok(t, a.SetTimeout(5*time.Millisecond))
		p := pattern(16 << 20)
		err := a.SendAll(p)
		wants(t, "sendall", err, os.ErrDeadlineExceeded)
		partial := sendAllError(t, err, len(p))
		for _, name := range []string{"Recv", "RecvFromInto"} { // to send there may be room yet
			wants(t, name, methods[name](a), os.ErrDeadlineExceeded)
			c.add("timeouts", 1)
		}
		waiting.pending(t, "nothing was received")
		hearAgain(t, b)
		if got := readAll(t, b, partial.Sent); !bytes.Equal(got, p[:partial.Sent]) {
			t.Error("what arrived is not what was taken")
		}
		ok(t, b.SendAll([]byte("x")))
		waiting.ends(t, "recv", []byte("x"), nil)
		ok(t, a.Close())
		if rest := drain(t, b); len(rest) != 0 {
			t.Errorf("%d bytes more arrived", len(rest))
		}
		c.add("bytes", partial.Sent)
	}
}

// A peer vanishes and does not come back. The system gives up when it is told to
// (tcp(7), TCP_USER_TIMEOUT), and those who wait hear of it.
func TestHostileVanishedPeerIsGivenUp(t *testing.T) {
	t.Parallel()
	c := hostile(t)
	var waiting, sending []*call
	for range 8 { // at once: the time is the system's
		a, b := tcpPair(t)
		ok(t, a.SetOption(int(sockets.IPPROTO_TCP), unix.TCP_USER_TIMEOUT, 200))
		deafen(t, b)
		waiting = append(waiting, recv(t, a, 1))
		sending = append(sending, start(func() error { return a.SendAll(make([]byte, 16<<20)) }))
	}
	for i := range waiting {
		_, rerr := waiting[i].result(t)
		_, serr := sending[i].result(t)
		// One of the two is told, and the other finds the end.
		mayEnd(t, "recv", rerr, unix.ETIMEDOUT)
		mayEnd(t, "sendall", serr, unix.ETIMEDOUT, sockets.EPIPE)
		if !errors.Is(rerr, unix.ETIMEDOUT) && !errors.Is(serr, unix.ETIMEDOUT) {
			t.Errorf("nobody heard of it: %v, %v", rerr, serr)
		}
		c.add("connections", 1)
	}
}

// Whatever the peer does not say, close returns and wakes those who wait.
func TestHostileVanishedPeerDoesNotHoldClose(t *testing.T) {
	c := hostile(t)
	leavesNothing(t, func() {
		t.Run("closed", func(t *testing.T) {
			for range times(10) {
				a, b := tcpPair(t)
				deafen(t, b)
				in := recv(t, a, 1)
				out := start(func() error { return a.SendAll(make([]byte, 16<<20)) })
				out.blocked(t)
				ok(t, a.Close())
				in.ends(t, "recv", nil, net.ErrClosed)
				out.ends(t, "sendall", nil, net.ErrClosed)
				reset(t, b) // or the system goes on, for minutes, with what was taken
				c.add("connections", 1)

				l, addr := deafListener(t)
				s := newSocket(t, sockets.AF_INET, sockets.SOCK_STREAM)
				ok(t, s.SetTimeout(time.Millisecond))
				wants(t, "connect", s.Connect(addr), os.ErrDeadlineExceeded)
				ok(t, s.SetTimeout(patience))
				connecting := start(func() error { return s.Connect(addr) })
				connecting.blocked(t) // it waits for what the first has begun
				ok(t, errors.Join(s.Close(), l.Close()))
				connecting.ends(t, "connect, again", nil, net.ErrClosed)
				c.add("connects", 1)
			}
		})
	})
}

// A close that lingers waits for its time, which is all that it waits for.
func TestHostileVanishedPeerIsLingeredFor(t *testing.T) {
	t.Parallel()
	inAProcessOfItsOwn(t, lingerFor) // another test's signals would end it
}

func lingerFor(t *testing.T) {
	c := hostile(t)
	var closing []*call
	var peers []*sockets.Socket
	began := time.Now()
	for range 4 { // at once: the shortest time is a second
		a, b := tcpPair(t)
		ok(t, a.SetLinger(1))
		deafen(t, b)
		ok(t, a.SendAll([]byte("unheard")))
		in := recv(t, a, 1)
		closing, peers = append(closing, start(a.Close)), append(peers, b)
		in.ends(t, "recv", nil, net.ErrClosed)
	}
	for _, closed := range closing {
		closed.ends(t, "close", nil, nil)
		c.add("closes", 1)
	}
	if took := time.Since(began); took < time.Second {
		t.Errorf("they ended after %v", took)
	}
	for _, b := range peers {
		reset(t, b)
	}
}

// The wire is taken away, with the host at its other end.
func TestHostileVanishedHost(t *testing.T) {
	c := hostile(t)
	w, err := hosts.New()
	if err != nil {
		t.Skip(err)
	}
	t.Cleanup(func() { _ = w.Close() })
	var l, a *sockets.Socket
	ok(t, w.B.Do(func() (err error) {
		l, err = sockets.New(sockets.AF_INET, sockets.SOCK_STREAM)
		return errors.Join(err, l.Bind(w.B.Addr), l.Listen(1))
	}))
	ok(t, w.A.Do(func() (err error) {
		a, err = sockets.New(sockets.AF_INET, sockets.SOCK_STREAM)
		return err
	}))
	at, err := kept(t, l).LocalAddr()
	ok(t, err)
	ok(t, kept(t, a).Connect(at))
	b, _ := accepted(t, l)
	alive(t, a, b)
	ok(t, w.Close())
	waiting := recv(t, a, 1)
	ok(t, a.SetTimeout(2*time.Millisecond))
	for range times(20) {
		wants(t, "sendall", a.SendAll(make([]byte, 8<<20)), os.ErrDeadlineExceeded)
		wants(t, "recv", methods["Recv"](a), os.ErrDeadlineExceeded)
		c.add("timeouts", 2)
	}
	waiting.pending(t, "nothing was received")
	ok(t, a.Close())
	waiting.ends(t, "recv", nil, net.ErrClosed)
}

const echoTo = "SOCKETS_TEST_ECHO_TO"

// A peer's process is stopped, goes on, and is killed.
func TestHostileStoppedPeer(t *testing.T) {
	if addr := os.Getenv(echoTo); addr != "" {
		sendBack(t, addr)
		return
	}
	c := hostile(t)
	l, addr := listener(t, 1)
	program, err := os.Executable()
	ok(t, err)
	child := exec.CommandContext(t.Context(), program, "-test.run=^"+t.Name()+"$", "-test.timeout="+(5*patience).String())
	child.Env = append(os.Environ(), echoTo+"="+addr.String())
	ok(t, child.Start())
	s, _ := accepted(t, l)
	for range times(3) {
		c.add("bytes", whileStopped(t, s, child.Process))
		c.add("stops", 1)
	}
	waiting := recv(t, s, 1)
	ok(t, child.Process.Kill())
	data, err := waiting.result(t)
	mayEnd(t, "recv", err)
	if len(data) != 0 {
		t.Errorf("received %q", data)
	}
	if err = child.Wait(); err == nil {
		t.Error("it was not killed")
	}
}

// whileStopped talks to a peer that is stopped, and goes on after a while.
func whileStopped(t *testing.T, s *sockets.Socket, peer *os.Process) (sent int) {
	t.Helper()
	alive(t, s, s)
	ok(t, peer.Signal(unix.SIGSTOP))
	for status := unix.WaitStatus(0); !status.Stopped(); {
		_, err := unix.Wait4(peer.Pid, &status, unix.WUNTRACED, nil)
		ok(t, err)
	}
	ok(t, s.SetTimeout(5*time.Millisecond))
	p := pattern(32 << 20)
	partial := sendAllError(t, s.SendAll(p), len(p))
	wants(t, "sendall", partial, os.ErrDeadlineExceeded)
	wants(t, "recv", methods["Recv"](s), os.ErrDeadlineExceeded)
	ok(t, peer.Signal(unix.SIGCONT))
	ok(t, s.SetTimeout(patience))
	if got := readAll(t, s, partial.Sent); !bytes.Equal(got, p[:partial.Sent]) {
		t.Error("what came back is not what was taken")
	}

	return partial.Sent
}

// sendBack sends all back.
func sendBack(t *testing.T, addr string) {
	s, err := sockets.CreateConnection(addr, patience)
	ok(t, err)
	for {
		data, err := s.Recv(1 << 16)
		if err != nil || len(data) == 0 {
			return
		}
		ok(t, s.SendAll(data))
	}
}
