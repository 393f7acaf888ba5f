package addresses

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// POSIX connect(): a socket that is not bound is bound to an unused local address.
// RFC 9293, 3.9.1.1: TCP asks IP for the address.
var _ = Describe("Connect on a socket that nobody has bound", func() {
	It("gives it a port", Label("claim:connect.chooses"), func() {
		_, addr := NewListener(1)
		Expect(LocalAddr(Dial(addr)).Port()).NotTo(BeZero())
	})

	It("gives it the address that the server sees", Label("claim:connect.chooses"), func() {
		listener, addr := NewListener(1)
		client := Dial(addr)
		Expect(PeerAddr(Accept(listener))).To(Equal(LocalAddr(client)))
		Expect(LocalAddr(client).IP().IsUnspecified()).To(BeFalse())
	})

	It("gives each of two clients a port of its own", Label("claim:connect.chooses"), func() {
		_, addr := NewListener(2)
		Expect(LocalAddr(Dial(addr)).Port()).NotTo(Equal(LocalAddr(Dial(addr)).Port()))
	})

	It("gives it an address of this machine, to reach another of its addresses", Label("claim:connect.chooses", "needs:second-address"), func() {
		listener := NewTCP()
		Expect(listener.Bind(otherLoopback)).To(Succeed())
		Expect(listener.Listen(1)).To(Succeed())
		name := LocalAddr(Dial(LocalAddr(listener))).IP()
		Observe("the address of a client that connects to 127.0.0.2", name, "one of this machine's: RFC 9293, 3.9.1.1, has IP choose")
		Expect(name.IsLoopback()).To(BeTrue())
	})

	It("does the same for IPv6", Label("claim:connect.chooses", "needs:ipv6"), func() {
		listener, addr := listener6(loopback6)
		client := dial6(addr)
		Expect(LocalAddr(client).IP()).To(Equal(loopback6.IP()))
		Expect(PeerAddr(Accept(listener))).To(Equal(LocalAddr(client)))
	})

	It("gives it the address of its host, to reach another host", Label("claim:connect.chooses", "needs:two-hosts"), func() {
		a, b := TwoHosts()
		_, addr := b.Listener()
		Expect(LocalAddr(a.Dial(addr)).IP()).To(Equal(a.Addr.IP()))
	})

	It("has begun by giving it one: an attempt under way has an address", Label("claim:connect.chooses", "needs:wire", "needs:connect-begins"), func() {
		w := NewWire()
		_, addr := w.B.Listener()
		client, answer := w.Attempt(addr)
		Expect(LocalAddr(client).IP()).To(Equal(w.A.Addr.IP()))
		Expect(LocalAddr(client).Port()).NotTo(BeZero())
		answer.Release()
	})
})

// RFC 9293, 3.9.1.1: a passive OPEN without a local address awaits requests to any, and
// binds the connection to the one that is used.
var _ = Describe("A connection of a listener that has every address", func() {
	var listener Socket
	var port uint16

	BeforeEach(func() {
		listener = NewTCP()
		Expect(listener.Bind(everywhere)).To(Succeed())
		Expect(listener.Listen(5)).To(Succeed())
		port = LocalAddr(listener).Port()
	})

	It("has the address that was dialled", Label("claim:accept.local-name"), func() {
		Dial(Loopback.WithPort(port))
		Expect(LocalAddr(Accept(listener))).To(Equal(Loopback.WithPort(port)))
	})

	It("has each its own, where two addresses were dialled", Label("claim:accept.local-name", "needs:second-address"), func() {
		DialInTurn(Loopback.WithPort(port))
		DialInTurn(otherLoopback.WithPort(port))
		Expect(LocalAddr(Accept(listener))).To(Equal(Loopback.WithPort(port)))
		Expect(LocalAddr(Accept(listener))).To(Equal(otherLoopback.WithPort(port)))
	})

	It("leaves the listener every address", Label("claim:accept.local-name"), func() {
		Dial(Loopback.WithPort(port))
		Accept(listener)
		Expect(LocalAddr(listener)).To(Equal(everywhere.WithPort(port)))
	})

	It("has the address by which the client knows its peer", Label("claim:accept.local-name"), func() {
		client := Dial(Loopback.WithPort(port))
		Expect(LocalAddr(Accept(listener))).To(Equal(PeerAddr(client)))
	})

	It("has the address of its host, when the client is on another", Label("claim:accept.local-name", "needs:two-hosts"), func() {
		a, b := TwoHosts()
		far := b.NewSocket(sockets.SOCK_STREAM)
		Expect(far.Bind(everywhere)).To(Succeed())
		Expect(far.Listen(5)).To(Succeed())
		dialled := b.Addr.WithPort(LocalAddr(far).Port())
		a.Dial(dialled)
		Expect(LocalAddr(Accept(far))).To(Equal(dialled))
	})
})

var _ = Describe("A connection of an IPv6 listener that has every address", Label("needs:ipv6"), func() {
	It("has the address that was dialled", Label("claim:accept.local-name"), func() {
		listener, addr := listener6(everywhere6)
		dialled := loopback6.WithPort(addr.Port())
		dial6(dialled)
		Expect(LocalAddr(Accept(listener))).To(Equal(dialled))
	})
})

// Where the specs of this chapter bind, each with port 0.
var (
	otherLoopback = sockets.MustParseAddr("127.0.0.2:0")
	everywhere    = sockets.MustParseAddr("0.0.0.0:0")
	loopback6     = sockets.MustParseAddr("[::1]:0")
	everywhere6   = sockets.MustParseAddr("[::]:0")
)

// listener6 makes an IPv6 socket that listens, and returns its address.
func listener6(addr sockets.Addr) (Socket, sockets.Addr) {
	GinkgoHelper()
	s := NewSocket(sockets.AF_INET6, sockets.SOCK_STREAM)
	Expect(s.Bind(addr)).To(Succeed())
	Expect(s.Listen(5)).To(Succeed())

	return s, LocalAddr(s)
}

// dial6 makes an IPv6 client that is connected to addr.
func dial6(addr sockets.Addr) Socket {
	GinkgoHelper()
	s := NewSocket(sockets.AF_INET6, sockets.SOCK_STREAM)
	Expect(s.Connect(addr)).To(Succeed())

	return s
}
