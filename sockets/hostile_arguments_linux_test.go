package sockets_test

import (
	"bytes"
	"errors"
	"math"
	"net"
	"os"
	"runtime"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"socketspec/sockets"
)

// huge is more bytes than one system call takes. They are nobody's memory until
// they are written.
func huge(t *testing.T) []byte {
	t.Helper()
	p, err := unix.Mmap(-1, 0, min(3<<30, math.MaxInt/2), unix.PROT_READ|unix.PROT_WRITE,
		unix.MAP_PRIVATE|unix.MAP_ANON|unix.MAP_NORESERVE)
	if err != nil {
		t.Skip(err)
	}
	t.Cleanup(func() { _ = unix.Munmap(p) })

	return p
}

// sorts are pairs of each kind.
var sorts = map[string]func(testing.TB) (a, b *sockets.Socket){
	"tcp":           tcpPair,
	"udp":           udpPair,
	"unix":          streamPair,
	"unix datagram": func(t testing.TB) (a, b *sockets.Socket) { return unixPair(t, sockets.SOCK_DGRAM) },
	"unix records":  func(t testing.TB) (a, b *sockets.Socket) { return unixPair(t, sockets.SOCK_SEQPACKET) },
}

// What is there is received, and costs what it is and not what was asked for.
func TestHostileArgumentsThatAskForTooMuch(t *testing.T) {
	c := hostile(t)
	p := huge(t)
	for name, pair := range sorts {
		a, b := pair(t)
		for _, most := range []int{math.MaxInt, math.MaxInt - 1, math.MaxInt32, min(1<<31, math.MaxInt), 1 << 30, 1<<16 + 1} {
			for what, recv := range map[string]func() ([]byte, error){
				"Recv":     func() ([]byte, error) { return b.Recv(most) },
				"RecvFrom": func() ([]byte, error) { data, _, err := b.RecvFrom(most); return data, err },
				"RecvInto": func() ([]byte, error) { n, err := b.RecvInto(p[:min(most, len(p))]); return p[:n], err },
				"RecvFromInto": func() ([]byte, error) {
					n, _, err := b.RecvFromInto(p[:min(most, len(p))])
					return p[:n], err
				},
			} {
				ok(t, a.SendAll([]byte("little")))
				data, err := recv()
				if err != nil || string(data) != "little" {
					t.Errorf("%s of %d from %s: %q, %v", what, most, name, data, err)
				}
				c.add("calls", 1)
			}
		}
	}
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	if stats.HeapSys > 1<<30 {
		t.Errorf("the heap has %d bytes", stats.HeapSys)
	}
}

// Of what a stream cannot take at once a part is sent, and told; a message that is
// too large is refused.
func TestHostileArgumentsThatSendTooMuch(t *testing.T) {
	c := hostile(t)
	p := huge(t)
	for name, pair := range sorts {
		a, b := pair(t)
		ok(t, a.SetTimeout(time.Millisecond))
		n, err := a.Send(p)
		c.add("calls", 3)
		if a.Type() != sockets.SOCK_STREAM {
			wants(t, name, err, sockets.EMSGSIZE)
			wants(t, name, a.SendAll(p), sockets.EMSGSIZE)
			alive(t, a, b)

			continue
		}
		ok(t, err)
		err = a.SendAll(p)
		wants(t, name, err, os.ErrDeadlineExceeded)
		partial := new(sockets.SendAllError)
		if !errors.As(err, &partial) || partial.Len != len(p) {
			t.Fatalf("%s: %#v", name, err)
		}
		ok(t, a.Close())
		if got := drain(t, b); len(got) != n+partial.Sent {
			t.Errorf("%s: %d bytes arrived, and %d and %d were taken", name, len(got), n, partial.Sent)
		}
	}
}

// Nothing is sent, and nothing received, and what is there stays.
func TestHostileArgumentsOfNoBytes(t *testing.T) {
	c := hostile(t)
	for name, pair := range sorts {
		a, b := pair(t)
		for _, none := range [][]byte{nil, {}} {
			if a.Type() == sockets.SOCK_STREAM {
				n, err := a.Send(none)
				if n != 0 || err != nil || a.SendAll(none) != nil {
					t.Errorf("%s: sent %d, %v", name, n, err)
				}
			}
			ok(t, a.SendAll([]byte("kept")))
			for _, recv := range []func() (int, error){
				func() (int, error) { data, err := b.Recv(0, sockets.MSG_PEEK); return len(data), err },
				func() (int, error) { data, _, err := b.RecvFrom(0, sockets.MSG_PEEK); return len(data), err },
				func() (int, error) { return b.RecvInto(none, sockets.MSG_PEEK) },
				func() (int, error) { n, _, err := b.RecvFromInto(none, sockets.MSG_PEEK); return n, err },
				func() (int, error) { return b.NetConn().Read(none) },
			} {
				if n, err := recv(); n != 0 || err != nil {
					t.Errorf("%s: received %d, %v", name, n, err)
				}
				c.add("calls", 1)
			}
			recvFull(t, b, []byte("kept"))
		}
	}
}

// Flags in every combination: what a call has not returned is there afterwards.
func TestHostileArgumentsOfFlags(t *testing.T) {
	c := hostile(t)
	flags := []sockets.Flag{
		sockets.MSG_PEEK, sockets.MSG_TRUNC, unix.MSG_WAITALL, unix.MSG_OOB, unix.MSG_ERRQUEUE, unix.MSG_CTRUNC,
		unix.MSG_NOSIGNAL, unix.MSG_DONTROUTE, unix.MSG_EOR,
	}
	for name, pair := range sorts {
		a, b := pair(t)
		ok(t, b.SetTimeout(0))
		for set := range 1 << len(flags) {
			var all []sockets.Flag
			var joined sockets.Flag
			for i, flag := range flags {
				if set>>i&1 != 0 {
					all, joined = append(all, flag, flag), joined|flag // given twice is given
				}
			}
			ok(t, a.SendAll([]byte("12345678")))
			buf := make([]byte, 5)
			n, err := receiveWith(b, set, buf, all)
			c.add("calls", 1)
			left := "12345678"
			switch {
			case err != nil:
				if errors.Is(err, os.ErrInvalid) || errors.Is(err, unix.EFAULT) {
					t.Errorf("%s, %#x: %v", name, int(joined), err)
				}
			case joined&sockets.MSG_PEEK != 0:
			case b.Type() == sockets.SOCK_STREAM:
				left = left[min(n, len(left)):]
			default:
				left = "" // the rest of a message is lost, as it should be
			}
			rest, rerr := b.Recv(100)
			if left == "" {
				wants(t, name, rerr, sockets.EAGAIN)
			}
			if string(rest) != left {
				t.Fatalf("%s, %#x: received %d, %v, and then %q", name, int(joined), n, err, rest)
			}
		}
	}
}

// receiveWith receives by one of two calls.
func receiveWith(s *sockets.Socket, which int, buf []byte, flags []sockets.Flag) (int, error) {
	if bits := which ^ which>>4; bits&1 == 0 {
		return s.RecvInto(buf, flags...)
	}
	n, _, err := s.RecvFromInto(buf, flags...)

	return n, err
}

// An address of each family for a socket of each.
func TestHostileArgumentsOfAnotherFamily(t *testing.T) {
	c := hostile(t)
	addrs := []sockets.Addr{
		{},
		loopback.WithPort(9), sockets.MustParseAddr("[::1]:9"), sockets.UnixAddr("\x00nobody"),
		sockets.LinkAddr(sockets.Link{Index: math.MaxInt32}),
	}
	for _, family := range []sockets.Family{sockets.AF_INET, sockets.AF_INET6, sockets.AF_UNIX} {
		for _, typ := range []sockets.Type{sockets.SOCK_STREAM, sockets.SOCK_DGRAM} {
			s, err := sockets.New(family, typ)
			if err != nil {
				t.Logf("%v: %v", family, err)
				continue
			}
			kept(t, s)
			before, err := s.LocalAddr()
			ok(t, err)
			for _, addr := range addrs {
				if addr.Family() == family {
					continue
				}
				wants(t, "bind", s.Bind(addr), os.ErrInvalid)
				_, err = s.SendTo([]byte("x"), addr)
				wants(t, "sendto", err, os.ErrInvalid)
				if addr != (sockets.Addr{}) || typ == sockets.SOCK_STREAM {
					wants(t, "connect", s.Connect(addr), os.ErrInvalid)
				}
				c.add("calls", 3)
			}
			if after, aerr := s.LocalAddr(); aerr != nil || after != before {
				t.Errorf("its address was %v and is %v, %v", before, after, aerr)
			}
		}
	}
}

// A function that panics, or ends its goroutine, does not keep the socket.
func TestHostileArgumentsThatPanic(t *testing.T) {
	c := hostile(t)
	a, b := tcpPair(t)
	for i := range times(20) {
		start(func() error {
			defer func() { _ = recover() }()
			return a.Control(func(uintptr) {
				if i%2 == 0 {
					runtime.Goexit()
				}
				panic("hostile")
			})
		}).ends(t, "control", nil, nil)
		alive(t, a, b)
		c.add("calls", 1)
	}
	ok(t, a.Close())
}

// Somebody has made a descriptor block before the poller has it, which then does
// not take it: whoever would wait fails at once, and what is there is received.
func TestHostileArgumentsThatCannotWait(t *testing.T) {
	c := hostile(t)
	a, b := streamPair(t)
	makeBlock(t, a)
	ok(t, a.Control(func(fd uintptr) {
		soon := unix.NsecToTimeval(1)
		ok(t, unix.SetsockoptTimeval(int(fd), unix.SOL_SOCKET, unix.SO_RCVTIMEO, &soon)) // it does not block, long
	}))
	for range times(20) {
		if _, err := a.Recv(1); err == nil || isTimeout(err) {
			t.Errorf("recv: %v", err)
		}
		alive(t, b, a)
		alive(t, a, b)
		c.add("calls", 1)
	}
	ok(t, a.Close())
	wants(t, "recv of a closed one", methods["Recv"](a), net.ErrClosed)
}

func TestHostileArgumentsThatAreNothing(t *testing.T) {
	c := hostile(t)
	a, b := streamPair(t)
	wants(t, "control", a.Control(nil), os.ErrInvalid)
	if beyond > 0 { // on 32-bit processors it is the least number
		_, _, err := sockets.SocketPair(sockets.Type(beyond))
		wants(t, "pair", err, os.ErrInvalid)
	}
	_, _, err := sockets.SocketPair(-1)
	if err == nil || errors.Is(err, os.ErrInvalid) {
		t.Errorf("pair: %v is not the system's", err)
	}
	c.add("calls", 3)
	alive(t, a, b)
}

func TestHostileArgumentsOfTime(t *testing.T) {
	c := hostile(t)
	a, b := tcpPair(t)
	for _, timeout := range []time.Duration{math.MinInt64, math.MinInt64 + 1, -2, math.MaxInt64, sockets.MaxTimeout + 1} {
		wants(t, timeout.String(), a.SetTimeout(timeout), os.ErrInvalid)
		_, err := sockets.CreateConnection("127.0.0.1:9", timeout)
		wants(t, timeout.String(), err, os.ErrInvalid)
		c.add("calls", 2)
	}
	view := a.NetConn()
	for _, deadline := range []time.Time{time.Unix(math.MinInt64, 0), time.Unix(-1, 0), time.Unix(0, 0), time.Time{}.Add(1)} {
		ok(t, view.SetDeadline(deadline))
		expired(t, deadline.String(), readOne(view))
		c.add("calls", 1)
	}
	for _, deadline := range []time.Time{time.Unix(1<<40, 0), time.Now().Add(math.MaxInt64), {}} {
		ok(t, view.SetDeadline(deadline))
		reading := start(func() error { return readOne(view) })
		reading.blocked(t)
		ok(t, b.SendAll([]byte("x")))
		reading.ends(t, "read", nil, nil)
		c.add("calls", 1)
	}
	ok(t, a.SetTimeout(sockets.MaxTimeout))
	c.add("calls", 1)
	waiting := recv(t, a, 1)
	ok(t, b.SendAll(bytes.Repeat([]byte("x"), 1)))
	waiting.ends(t, "recv", []byte("x"), nil)
}

// Descriptors of everything but sockets, and of nothing.
func TestHostileArgumentsThatAreNoSockets(t *testing.T) {
	c := hostile(t)
	var pipe [2]int
	ok(t, unix.Pipe2(pipe[:], unix.O_CLOEXEC))
	epoll, err := unix.EpollCreate1(unix.EPOLL_CLOEXEC)
	ok(t, err)
	event, err := unix.Eventfd(0, unix.EFD_CLOEXEC)
	ok(t, err)
	dir, err := unix.Open("/", unix.O_RDONLY|unix.O_CLOEXEC|unix.O_DIRECTORY, 0)
	ok(t, err)
	path, err := unix.Open("/", unix.O_PATH|unix.O_CLOEXEC, 0)
	ok(t, err)
	for _, fd := range []int{pipe[0], pipe[1], epoll, event, dir, path} {
		before, ferr := unix.FcntlInt(uintptr(fd), unix.F_GETFL, 0)
		ok(t, ferr)
		if _, err = sockets.FromFD(fd); !errors.Is(err, sockets.ENOTSOCK) && !errors.Is(err, sockets.EBADF) {
			t.Errorf("fromfd: %v", err)
		}
		if after, aerr := unix.FcntlInt(uintptr(fd), unix.F_GETFL, 0); aerr != nil || after != before {
			t.Errorf("its flags were %#x and are %#x, %v", before, after, aerr)
		}
		ok(t, unix.Close(fd))
		_, err = sockets.FromFD(fd)
		wants(t, "fromfd of a closed one", err, sockets.EBADF)
		c.add("calls", 2)
	}
	if alg, aerr := unix.Socket(unix.AF_ALG, unix.SOCK_SEQPACKET|unix.SOCK_CLOEXEC, 0); aerr == nil {
		_, err = sockets.FromFD(alg)
		wants(t, "fromfd of a socket without names", err, sockets.EOPNOTSUPP)
		ok(t, unix.Close(alg))
	}
	for _, fd := range []int{-1, math.MinInt, max(beyond, -1)} { // on 32-bit processors beyond is negative
		_, err = sockets.FromFD(fd)
		wants(t, "fromfd", err, os.ErrInvalid)
		c.add("calls", 1)
	}
}
