package sockets_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"net/netip"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"socketspec/sockets"
)

func TestWhatFailsLeavesNothingOpen(t *testing.T) {
	refused := refusing(t)
	_, taken := listener(t, 1)
	_, full, _, _ := fullListener(t)
	leavesNothing(t, func() {
		for what, create := range map[string]func() error{
			"refused":     func() error { _, err := sockets.CreateConnection(refused.String(), patience); return err },
			"timed out":   func() error { _, err := sockets.CreateConnection(full.String(), time.Millisecond); return err },
			"in progress": func() error { _, err := sockets.CreateConnection(full.String(), 0); return err },
			"taken":       func() error { _, err := sockets.CreateServer(taken.String(), 1); return err },
			"foreign":     func() error { _, err := sockets.CreateServer("192.0.2.1:0", 1); return err },
			"pair":        func() error { _, _, err := sockets.SocketPair(12345); return err },
		} {
			if create() == nil {
				t.Errorf("%s: it did not fail", what)
			}
		}
	})
}

// The name has two addresses, of which each is local on Linux.
func TestEveryAddressIsTried(t *testing.T) {
	ownNames(t)
	first, second, port := boundTwice(t)
	_, err := sockets.CreateConnection("two.test.:"+port, patience)
	wants(t, "create", err, sockets.ECONNREFUSED)
	if err == nil || !strings.Contains(err.Error(), "127.0.0.1:") || !strings.Contains(err.Error(), "127.0.0.2:") {
		t.Errorf("it does not say what became of both: %v", err)
	}
	for _, l := range []*sockets.Socket{second, first} { // which is not reached while the first is
		ok(t, l.Listen(1))
		c, err := sockets.CreateConnection("two.test.:"+port, patience)
		ok(t, err)
		kept(t, c)
		s, _ := accepted(t, l)
		alive(t, c, s)
	}
}

// The resolver puts ::1 first, where there is IPv6.
func TestServerOfANameListensOnItsFirstIPv4Address(t *testing.T) {
	ownNames(t)
	if _, addr := server(t, "both.test.:0"); addr.IP() != netip.MustParseAddr("127.0.0.1") {
		t.Errorf("it listens on %v", addr)
	}
}

// ownNames has names stand for what answerDNS says, during the test.
func ownNames(t *testing.T) {
	t.Helper()
	usual := net.DefaultResolver
	t.Cleanup(func() { net.DefaultResolver = usual })
	net.DefaultResolver = &net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) {
		resolver, dns := net.Pipe()
		go answerDNS(dns)

		return resolver, nil
	}}
}

// Two may be bound to one port, by SO_REUSEADDR, while neither listens. Who listens
// second fails, and must not be taken for a server.
func TestServerThatIsLateToListen(t *testing.T) {
	if runtime.GOMAXPROCS(0) == 1 {
		t.Skip("it takes two processors")
	}
	first := newSocket(t, sockets.AF_INET, sockets.SOCK_STREAM)
	ok(t, first.SetReuseAddr(true))
	ok(t, first.Bind(loopback)) // the port is nobody else's then
	addr, err := first.LocalAddr()
	ok(t, err)
	for range 20_000 {
		var servers [2]*sockets.Socket
		var errs [2]error
		var both sync.WaitGroup
		for i := range servers {
			both.Go(func() { servers[i], errs[i] = sockets.CreateServer(addr.String(), 1) })
		}
		both.Wait()
		late := false
		for i, s := range servers {
			if s == nil {
				wants(t, "create", errs[i], sockets.EADDRINUSE)
				late = late || strings.HasPrefix(errs[i].Error(), "listen: ")
				continue
			}
			ok(t, s.SetTimeout(0))
			_, _, err = s.Accept()
			wants(t, "accept", err, sockets.EAGAIN)
			ok(t, s.Close())
		}
		if late || t.Failed() {
			return
		}
	}
	t.Skip("they were never bound at once")
}

// boundTwice returns sockets that are bound to the same port of 127.0.0.1 and
// 127.0.0.2, and refuse until they listen: nobody else has the port meanwhile.
func boundTwice(t *testing.T) (first, second *sockets.Socket, number string) {
	t.Helper()
	for until := time.Now().Add(patience); time.Now().Before(until); {
		first, addr := bound(t, sockets.SOCK_STREAM, loopback)
		second = newSocket(t, sockets.AF_INET, sockets.SOCK_STREAM)
		err := second.Bind(sockets.MustParseAddr("127.0.0.2:" + port(addr)))
		if err == nil {
			return first, second, port(addr)
		}
		wants(t, "bind", err, sockets.EADDRINUSE)
		ok(t, errors.Join(first.Close(), second.Close()))
	}
	t.Fatal("no port is free on both")

	return nil, nil, ""
}

// answerDNS answers one question, asked as over TCP (RFC 1035, 4.2.2): every name has
// the addresses 127.0.0.1 and 127.0.0.2, and one that begins with "both" has ::1 too.
func answerDNS(conn net.Conn) {
	defer conn.Close() //nolint:errcheck // The resolver has its answer.
	head := make([]byte, 2)
	if _, err := io.ReadFull(conn, head); err != nil {
		return
	}
	query := make([]byte, binary.BigEndian.Uint16(head))
	if _, err := io.ReadFull(conn, query); err != nil {
		return
	}
	name := query[12:]
	question := name[:bytes.IndexByte(name, 0)+5]
	kind := question[len(question)-3]
	var answers [][]byte
	switch {
	case kind == 1: // A
		answers = [][]byte{{127, 0, 0, 1}, {127, 0, 0, 2}}
	case kind == 28 && bytes.HasPrefix(name, []byte("\x04both")): // AAAA
		answers = [][]byte{net.IPv6loopback}
	}
	reply := append([]byte{query[0], query[1], 0x81, 0x80, 0, 1, 0, byte(len(answers)), 0, 0, 0, 0}, question...)
	for _, ip := range answers {
		reply = append(reply, 0xc0, 12, 0, kind, 0, 1, 0, 0, 0, 0, 0, byte(len(ip)))
		reply = append(reply, ip...)
	}
	_, _ = conn.Write(append(binary.BigEndian.AppendUint16(nil, uint16(len(reply))), reply...))
}
