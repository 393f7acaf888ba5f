//go:build unix

package sockets_test

import (
	"net"
	"testing"

	"golang.org/x/sys/unix"

	"socketspec/sockets"
)

// A viewsOption is one that package net sets on a connection. Of a group, a view
// sets all or none.
type viewsOption struct {
	what, group string
	level, name int
	other       int // what a program may set it to
}

var viewsOptions = []viewsOption{
	{"TCP_NODELAY", "delay", int(sockets.IPPROTO_TCP), sockets.TCP_NODELAY, 0},
	{"SO_KEEPALIVE", "alive", sockets.SOL_SOCKET, sockets.SO_KEEPALIVE, 0},
	{"idle time", "alive", int(sockets.IPPROTO_TCP), sockets.TCPKeepIdle, 60},
	{"interval", "alive", int(sockets.IPPROTO_TCP), sockets.TCPKeepInterval, 60},
	{"probes", "alive", int(sockets.IPPROTO_TCP), sockets.TCPKeepCount, 3},
}

// viewsOptionsOf are the options of s that it has.
func viewsOptionsOf(s *sockets.Socket) map[viewsOption]int {
	values := map[viewsOption]int{}
	for _, o := range viewsOptions {
		if value, err := s.Option(o.level, o.name); err == nil {
			values[o] = value
		}
	}

	return values
}

// netsOptions are those of a connection of package net.
func netsOptions(t *testing.T) map[viewsOption]int {
	t.Helper()
	_, addr := listener(t, 1)
	c, err := net.Dial("tcp", addr.String())
	ok(t, err)
	raw, err := c.(*net.TCPConn).SyscallConn()
	ok(t, err)
	var own int
	var derr error
	ok(t, raw.Control(func(fd uintptr) { own, derr = unix.Dup(int(fd)) }))
	ok(t, derr)
	ok(t, c.Close())
	s, err := sockets.FromFD(own)
	ok(t, err)

	return viewsOptionsOf(kept(t, s))
}

func haveOptions(t *testing.T, s *sockets.Socket, want map[viewsOption]int) {
	t.Helper()
	got := viewsOptionsOf(s)
	for _, o := range viewsOptions {
		if got[o] != want[o] {
			t.Errorf("%s is %d, not %d", o.what, got[o], want[o])
		}
	}
}

func connectedTo(t *testing.T, addr sockets.Addr) *sockets.Socket {
	t.Helper()
	s := newSocket(t, addr.Family(), sockets.SOCK_STREAM)
	ok(t, s.Connect(addr))

	return s
}

func acceptedView(t *testing.T, l net.Listener) viewed {
	t.Helper()
	c, err := l.Accept()
	ok(t, err)
	kept(t, c.(viewed).Socket())

	return c.(viewed)
}

func TestViewSetsWhatPackageNetSets(t *testing.T) {
	want := netsOptions(t)
	for _, at := range []sockets.Addr{loopback, loopback6} {
		t.Run(at.Family().String(), func(t *testing.T) {
			if at == loopback6 {
				needsIPv6(t, at)
			}
			s, addr := bound(t, sockets.SOCK_STREAM, at)
			ok(t, s.Listen(1))
			plain := viewsOptionsOf(s)
			l := s.NetListener()
			client := connectedTo(t, addr)
			haveOptions(t, client, plain)
			client.NetConn()
			haveOptions(t, client, want)
			haveOptions(t, acceptedView(t, l).Socket(), want)
			haveOptions(t, s, plain) // it may accept without the view too
		})
	}
}

// Among them is the number of probes, which the system has from the beginning.
func TestViewSetsWhatWasSetInAnotherWay(t *testing.T) {
	want := netsOptions(t)
	s, _ := tcpPair(t)
	ok(t, s.Control(func(fd uintptr) {
		for o := range want {
			ok(t, unix.SetsockoptInt(int(fd), o.level, o.name, o.other))
		}
	}))
	s.NetConn()
	haveOptions(t, s, want)
}

func TestViewLeavesAloneWhatTheProgramHasSet(t *testing.T) {
	theirs := netsOptions(t)
	for _, o := range viewsOptions {
		s, addr := listener(t, 1)
		if err := s.SetOption(o.level, o.name, o.other); err != nil {
			continue // this system has no such option
		}
		client := connectedTo(t, addr)
		ok(t, client.SetOption(o.level, o.name, o.other))
		want := viewsOptionsOf(client)
		for other, value := range theirs {
			if other.group != o.group {
				want[other] = value
			}
		}
		client.NetConn()
		haveOptions(t, client, want)
		haveOptions(t, acceptedView(t, s.NetListener()).Socket(), want)

		again, err := client.Dup()
		ok(t, err)
		kept(t, again).NetConn()
		haveOptions(t, again, want)
	}
}

func TestOptionsOfAViewAreSetOnce(t *testing.T) {
	s, _ := tcpPair(t)
	s.NetConn()
	ok(t, s.SetNoDelay(false))
	ok(t, s.SetOption(sockets.SOL_SOCKET, sockets.SO_KEEPALIVE, 0))
	want := viewsOptionsOf(s)
	s.NetConn()
	haveOptions(t, s, want)
}

// What a system refuses is no error of the view, nor of its calls.
func TestViewOfWhatIsNotTCPHasNoOptions(t *testing.T) {
	for _, pair := range []func(testing.TB) (a, b *sockets.Socket){streamPair, udpPair} {
		s, _ := pair(t)
		want := viewsOptionsOf(s)
		_, err := s.NetConn().Write([]byte("x"))
		ok(t, err)
		haveOptions(t, s, want)
	}
}
