package sockets_test

import (
	"errors"
	"math"
	"net"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"socketspec/sockets"
)

// methods has every method that can fail.
var methods = map[string]func(s *sockets.Socket) error{
	"Accept":        func(s *sockets.Socket) error { _, _, err := s.Accept(); return err },
	"AtMark":        func(s *sockets.Socket) error { _, err := s.AtMark(); return err },
	"Bind":          func(s *sockets.Socket) error { return s.Bind(loopback) },
	"Close":         (*sockets.Socket).Close,
	"Connect":       func(s *sockets.Socket) error { return s.Connect(loopback) },
	"Control":       func(s *sockets.Socket) error { return s.Control(func(uintptr) { panic("called") }) },
	"Disconnect":    (*sockets.Socket).Disconnect,
	"Detach":        func(s *sockets.Socket) error { _, err := s.Detach(); return err },
	"Dup":           func(s *sockets.Socket) error { _, err := s.Dup(); return err },
	"Listen":        func(s *sockets.Socket) error { return s.Listen(1) },
	"LocalAddr":     func(s *sockets.Socket) error { _, err := s.LocalAddr(); return err },
	"Option":        func(s *sockets.Socket) error { _, err := s.Option(sockets.SOL_SOCKET, sockets.SO_TYPE); return err },
	"PeerAddr":      func(s *sockets.Socket) error { _, err := s.PeerAddr(); return err },
	"PendingError":  (*sockets.Socket).PendingError,
	"Ready":         func(s *sockets.Socket) error { _, err := s.Ready(); return err },
	"Recv":          func(s *sockets.Socket) error { _, err := s.Recv(1); return err },
	"RecvBuffer":    func(s *sockets.Socket) error { _, err := s.RecvBuffer(); return err },
	"RecvFDs":       func(s *sockets.Socket) error { _, _, _, err := s.RecvFDs(1, 1); return err },
	"RecvFrom":      func(s *sockets.Socket) error { _, _, err := s.RecvFrom(1); return err },
	"RecvFromInto":  func(s *sockets.Socket) error { _, _, err := s.RecvFromInto(make([]byte, 1)); return err },
	"RecvInto":      func(s *sockets.Socket) error { _, err := s.RecvInto(make([]byte, 1)); return err },
	"RecvV":         func(s *sockets.Socket) error { _, _, err := s.RecvV([][]byte{make([]byte, 1)}); return err },
	"Select":        func(s *sockets.Socket) error { _, err := s.Select(); return err },
	"SendFDs":       func(s *sockets.Socket) error { _, err := s.SendFDs([]byte("x"), nil); return err },
	"Send":          func(s *sockets.Socket) error { _, err := s.Send([]byte("x")); return err },
	"SendAll":       func(s *sockets.Socket) error { return s.SendAll([]byte("x")) },
	"SendBuffer":    func(s *sockets.Socket) error { _, err := s.SendBuffer(); return err },
	"SendTo":        func(s *sockets.Socket) error { _, err := s.SendTo([]byte("x"), loopback); return err },
	"SendV":         func(s *sockets.Socket) error { _, err := s.SendV([][]byte{[]byte("x")}); return err },
	"SetBlocking":   func(s *sockets.Socket) error { return s.SetBlocking(true) },
	"SetBlocking 0": func(s *sockets.Socket) error { return s.SetBlocking(false) },
	"SetLinger":     func(s *sockets.Socket) error { return s.SetLinger(0) },
	"SetNoDelay":    func(s *sockets.Socket) error { return s.SetNoDelay(true) },
	"SetOption":     func(s *sockets.Socket) error { return s.SetOption(sockets.SOL_SOCKET, sockets.SO_KEEPALIVE, 1) },
	"SetRecvBuffer": func(s *sockets.Socket) error { return s.SetRecvBuffer(4096) },
	"SetReuseAddr":  func(s *sockets.Socket) error { return s.SetReuseAddr(true) },
	"SetReusePort":  func(s *sockets.Socket) error { return s.SetReusePort(true) },
	"SetSendBuffer": func(s *sockets.Socket) error { return s.SetSendBuffer(4096) },
	"SetTimeout":    func(s *sockets.Socket) error { return s.SetTimeout(time.Second) },
	"Shutdown":      func(s *sockets.Socket) error { return s.Shutdown(sockets.SHUT_WR) },
	"Waiting":       func(s *sockets.Socket) error { _, err := s.Waiting(); return err },
}

func TestEveryMethodThatCanFailIsTested(t *testing.T) {
	cannot := []string{"Family", "Type", "Protocol", "Timeout", "NetConn", "NetListener", "RecvDeadline", "RecvInterrupted"}
	typ := reflect.TypeFor[*sockets.Socket]()
	for method := range typ.Methods() {
		if methods[method.Name] == nil && !slices.Contains(cannot, method.Name) {
			t.Errorf("%s is not in the table", method.Name)
		}
	}
}

func TestNilSocketIsRefused(t *testing.T) {
	for name, call := range methods {
		wants(t, name, call(nil), os.ErrInvalid)
	}
}

// A Socket that nobody made was never open. An address cannot be of its family,
// and that may be said first.
func TestZeroSocketIsRefused(t *testing.T) {
	for name, call := range methods {
		if err := call(new(sockets.Socket)); !errors.Is(err, net.ErrClosed) && !errors.Is(err, os.ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestClosedSocketIsRefused(t *testing.T) {
	fresh := newSocket(t, sockets.AF_INET, sockets.SOCK_STREAM)
	ok(t, fresh.Close())
	waited, _ := tcpPair(t)
	c := recv(t, waited, 1)
	ok(t, waited.Close())
	c.ends(t, "recv", nil, net.ErrClosed)

	for name, call := range methods {
		wants(t, name+" before the poller", call(fresh), net.ErrClosed)
		wants(t, name+" after the poller", call(waited), net.ErrClosed)
	}
}

func TestDetachedSocketIsRefused(t *testing.T) {
	s, _ := tcpPair(t)
	fd, err := s.Detach()
	ok(t, err)
	other, err := sockets.FromFD(fd)
	ok(t, err)
	kept(t, other)

	for name, call := range methods {
		wants(t, name, call(s), net.ErrClosed)
	}
}

var nonsense = map[string]func(s *sockets.Socket) error{
	"Recv of a negative size":        func(s *sockets.Socket) error { _, err := s.Recv(-1); return err },
	"RecvFrom of a negative size":    func(s *sockets.Socket) error { _, _, err := s.RecvFrom(math.MinInt); return err },
	"a timeout of -2":                func(s *sockets.Socket) error { return s.SetTimeout(-2) },
	"a timeout of -1 s":              func(s *sockets.Socket) error { return s.SetTimeout(-time.Second) },
	"a timeout that is too long":     func(s *sockets.Socket) error { return s.SetTimeout(sockets.MaxTimeout + 1) },
	"a negative receive buffer":      func(s *sockets.Socket) error { return s.SetRecvBuffer(-1) },
	"a negative send buffer":         func(s *sockets.Socket) error { return s.SetSendBuffer(-1) },
	"Shutdown of a third side":       func(s *sockets.Socket) error { return s.Shutdown(3) },
	"Shutdown of a negative side":    func(s *sockets.Socket) error { return s.Shutdown(-1) },
	"Bind to an IPv6 address":        func(s *sockets.Socket) error { return s.Bind(sockets.MustParseAddr("[::1]:0")) },
	"Bind to no address":             func(s *sockets.Socket) error { return s.Bind(sockets.Addr{}) },
	"Connect to a Unix address":      func(s *sockets.Socket) error { return s.Connect(sockets.UnixAddr("/nowhere")) },
	"Connect of a stream to nothing": func(s *sockets.Socket) error { return s.Connect(sockets.Addr{}) },
	"Disconnect of a stream":         (*sockets.Socket).Disconnect,
	"SendTo an IPv6 address": func(s *sockets.Socket) error {
		_, err := s.SendTo([]byte("x"), sockets.MustParseAddr("[::1]:1"))
		return err
	},
	"SendTo no address":                 func(s *sockets.Socket) error { _, err := s.SendTo([]byte("x"), sockets.Addr{}); return err },
	"a link address for an IPv4 stream": func(s *sockets.Socket) error { return s.Connect(sockets.LinkAddr(sockets.Link{Index: 1})) },
}

func TestNonsenseIsRefusedAndLosesNothing(t *testing.T) { refusesAll(t, nonsense) }

// beyondInt are numbers of which the system would see one half.
var beyondInt = map[string]func(s *sockets.Socket) error{
	"a backlog beyond int":          func(s *sockets.Socket) error { return s.Listen(beyond) },
	"a backlog below int":           func(s *sockets.Socket) error { return s.Listen(-beyond - 1) },
	"an option's value beyond int":  func(s *sockets.Socket) error { return s.SetOption(sockets.SOL_SOCKET, sockets.SO_RCVBUF, beyond) },
	"an option's name beyond int":   func(s *sockets.Socket) error { return s.SetOption(sockets.SOL_SOCKET, beyond, 1) },
	"an option's level below int":   func(s *sockets.Socket) error { return s.SetOption(-beyond-1, sockets.SO_KEEPALIVE, 1) },
	"a level beyond int":            func(s *sockets.Socket) error { _, err := s.Option(beyond, sockets.SO_TYPE); return err },
	"a name beyond int":             func(s *sockets.Socket) error { _, err := s.Option(sockets.SOL_SOCKET, beyond); return err },
	"a linger time beyond int":      func(s *sockets.Socket) error { return s.SetLinger(beyond) },
	"Recv with flags beyond int":    func(s *sockets.Socket) error { _, err := s.Recv(1, sockets.Flag(beyond<<1)); return err },
	"RecvV with flags beyond int":   func(s *sockets.Socket) error { _, _, err := s.RecvV(nil, sockets.Flag(beyond<<1)); return err },
	"SendV with flags below int":    func(s *sockets.Socket) error { _, err := s.SendV(nil, sockets.Flag(-beyond-1)); return err },
	"RecvFrom with flags below int": func(s *sockets.Socket) error { _, _, err := s.RecvFrom(1, sockets.Flag(-beyond-1)); return err },
	"RecvInto with two flags too many": func(s *sockets.Socket) error {
		_, err := s.RecvInto(make([]byte, 1), sockets.Flag(beyond<<1), sockets.Flag(beyond))
		return err
	},
	"RecvFromInto with flags beyond int": func(s *sockets.Socket) error {
		_, _, err := s.RecvFromInto(make([]byte, 1), sockets.Flag(beyond<<1)|sockets.MSG_PEEK)
		return err
	},
	"Send with flags beyond int":    func(s *sockets.Socket) error { _, err := s.Send([]byte("x"), sockets.Flag(beyond<<1)); return err },
	"SendAll with flags beyond int": func(s *sockets.Socket) error { return s.SendAll([]byte("x"), sockets.Flag(beyond<<1)) },
	"SendTo with flags beyond int": func(s *sockets.Socket) error {
		_, err := s.SendTo([]byte("x"), loopback.WithPort(9), sockets.Flag(beyond<<1))
		return err
	},
}

func TestNumbersBeyondIntAreRefusedAndLoseNothing(t *testing.T) {
	wide(t)
	refusesAll(t, beyondInt)
}

func refusesAll(t *testing.T, calls map[string]func(s *sockets.Socket) error) {
	t.Helper()
	a, b := tcpPair(t)
	ok(t, b.SendAll([]byte("kept")))
	for what, call := range calls {
		wants(t, what, call(a), os.ErrInvalid)
	}
	if a.Timeout() != patience {
		t.Errorf("the timeout has become %v", a.Timeout())
	}
	recvFull(t, a, []byte("kept"))
	alive(t, a, b)
	ok(t, a.Close())
	if got := drain(t, b); len(got) > 0 {
		t.Errorf("the peer received %q", got)
	}
}

func TestUnixPathThatDoesNotFitIsRefused(t *testing.T) {
	s := newSocket(t, sockets.AF_UNIX, sockets.SOCK_DGRAM)
	for _, path := range []string{
		"/tmp/" + strings.Repeat("x", 200), // longer than any sun_path
		"\x00" + strings.Repeat("x", 108),
		filepath.Join(t.TempDir(), "a\x00b"), // names another file
	} {
		addr := sockets.UnixAddr(path)
		wants(t, "bind", s.Bind(addr), os.ErrInvalid)
		wants(t, "connect", s.Connect(addr), os.ErrInvalid)
		_, err := s.SendTo([]byte("x"), addr)
		wants(t, "sendto", err, os.ErrInvalid)
	}
	local, err := s.LocalAddr()
	ok(t, err)
	if local.Path() != "" {
		t.Errorf("it was bound, to %q", local.Path())
	}
}

func TestNonsenseMakesNoSocket(t *testing.T) {
	_, err := sockets.New(sockets.AF_INET, sockets.SOCK_STREAM, 0, 0)
	wants(t, "two protocols", err, os.ErrInvalid)
	_, err = sockets.New(sockets.AF_PACKET, sockets.SOCK_DGRAM, 1<<16)
	wants(t, "an EtherType of 17 bits", err, os.ErrInvalid)
	_, err = sockets.FromFD(-1)
	wants(t, "a negative descriptor", err, os.ErrInvalid)
}

func TestNumbersBeyondIntMakeNoSocket(t *testing.T) {
	wide(t)
	_, err := sockets.New(sockets.Family(beyond<<1)+sockets.AF_INET, sockets.SOCK_STREAM)
	wants(t, "a family beyond int", err, os.ErrInvalid)
	_, err = sockets.New(sockets.AF_INET, sockets.Type(beyond<<1)+sockets.SOCK_STREAM)
	wants(t, "a type beyond int", err, os.ErrInvalid)
	_, err = sockets.CreateServer("127.0.0.1:0", beyond)
	wants(t, "a backlog beyond int", err, os.ErrInvalid)
}

func TestDescriptorBeyondIntIsNotAnother(t *testing.T) {
	wide(t)
	s, _ := tcpPair(t)
	ok(t, s.Control(func(fd uintptr) {
		_, err := sockets.FromFD(beyond<<1 + int(fd)) // its lower half is one
		wants(t, "a descriptor beyond int", err, os.ErrInvalid)
	}))
}

func TestWhatIsOddButLawful(t *testing.T) {
	l, addr := listener(t, -1)
	ok(t, l.Listen(math.MaxInt32))
	ok(t, l.Listen(math.MinInt32))
	ok(t, l.Listen(5))
	c := newSocket(t, sockets.AF_INET, sockets.SOCK_STREAM)
	ok(t, c.Connect(addr))
	s, _ := accepted(t, l)
	ok(t, s.SetTimeout(sockets.MaxTimeout))
	ok(t, s.SetLinger(math.MinInt))

	waiting := recv(t, s, 1)
	ok(t, c.SendAll([]byte("x")))
	waiting.ends(t, "recv with the longest timeout", []byte("x"), nil)
}

func TestNewSocketSays(t *testing.T) {
	s, err := sockets.New(sockets.AF_INET, sockets.SOCK_DGRAM, sockets.IPPROTO_UDP)
	ok(t, err)
	defer s.Close() //nolint:errcheck // Nothing was sent.
	if s.Family() != sockets.AF_INET || s.Type() != sockets.SOCK_DGRAM || s.Protocol() != sockets.IPPROTO_UDP {
		t.Errorf("it is %v, %v, %d", s.Family(), s.Type(), s.Protocol())
	}
	if s.Timeout() != sockets.NoTimeout {
		t.Errorf("its timeout is %v", s.Timeout())
	}
	ok(t, s.SetBlocking(false))
	if s.Timeout() != 0 {
		t.Errorf("not blocking, its timeout is %v", s.Timeout())
	}
	ok(t, s.SetBlocking(true))
	if s.Timeout() != sockets.NoTimeout {
		t.Errorf("blocking, its timeout is %v", s.Timeout())
	}
}

func TestWhatIsNoEtherTypeIsRefused(t *testing.T) {
	for _, protocol := range []sockets.Protocol{-1, 1 << 16} {
		_, err := sockets.New(sockets.AF_PACKET, sockets.SOCK_DGRAM, protocol)
		wants(t, "socket", err, os.ErrInvalid)
	}
	s, err := sockets.New(sockets.AF_PACKET, sockets.SOCK_DGRAM, math.MaxUint16) // not everybody may
	if errors.Is(err, os.ErrInvalid) {
		t.Errorf("the last one is refused: %v", err)
	}
	if err == nil {
		ok(t, s.Close())
	}
}

// Other families have other protocols: which ones there are is the system's to say.
func TestWhatIsNoEtherTypeIsLeftToTheSystem(t *testing.T) {
	_, err := sockets.New(sockets.AF_INET, sockets.SOCK_STREAM, 1<<16)
	if err == nil || errors.Is(err, os.ErrInvalid) {
		t.Errorf("it is not the system that refuses: %v", err)
	}
}
