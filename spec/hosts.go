package spec

import (
	"fmt"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/stacks"
	"socketspec/sockets"
)

// A host is a stack with an address of its own, whose sockets are watched as
// those of the stack under test are.
type host struct {
	stacks.Stack
	addr sockets.Addr
	link sockets.Addr

	// On a wire that the spec controls:
	name    string
	trace   *trace                // where its calls are noted
	letPass func(d time.Duration) // lets time pass where it is virtual
}

// twoHosts makes a network of two hosts, which is gone when the spec ends.
func twoHosts() (a, b host) {
	GinkgoHelper()
	a, b, err := tryHosts()
	Expect(err).NotTo(HaveOccurred())

	return a, b
}

// tryHosts is twoHosts where a failure is an answer.
func tryHosts() (a, b host, err error) {
	network, err := tryNetwork()
	if err != nil {
		return host{}, host{}, err
	}

	return hostOf(network.A), hostOf(network.B), nil
}

func tryNetwork() (*stacks.Network, error) {
	networker, ok := under.Stack.(stacks.Networker)
	if !ok {
		return nil, fmt.Errorf("%T does not implement stacks.Networker", under.Stack)
	}
	network, err := networker.TwoHosts()
	if err != nil {
		return nil, err
	}
	DeferCleanup(network.Close)

	return network, nil
}

func hostOf(h stacks.Host) host { return host{Stack: h.Stack, addr: h.Addr, link: h.Link} }

// socket makes a socket of the host that is closed when the spec ends.
func (h host) socket(typ sockets.Type) Socket {
	GinkgoHelper()
	s, err := h.Socket(h.addr.Family(), typ)
	Expect(err).NotTo(HaveOccurred())

	return closing(s)
}

// bound makes a socket of the host that is bound to its address, and says where.
func (h host) bound(typ sockets.Type) (Socket, sockets.Addr) {
	GinkgoHelper()
	s := h.socket(typ)
	Expect(s.Bind(h.addr)).To(Succeed())

	return s, localAddr(s)
}

// listener makes a TCP socket of the host that listens, and says where. It has room
// for more than come: a system may take the backlog at its word, and may keep no
// state of a client that would be the last one (SYN cookies; RFC 4987, 3.6).
func (h host) listener() (Socket, sockets.Addr) {
	GinkgoHelper()
	s, addr := h.bound(sockets.SOCK_STREAM)
	Expect(s.Listen(5)).To(Succeed())

	return s, addr
}

// dial makes a TCP client on the host that is connected to addr.
func (h host) dial(addr sockets.Addr) Socket {
	GinkgoHelper()
	s := h.socket(sockets.SOCK_STREAM)
	Expect(s.Connect(addr)).To(Succeed())

	return s
}

// Socket makes a socket that is watched.
func (h host) Socket(family sockets.Family, typ sockets.Type) (Socket, error) {
	GinkgoHelper()
	s, err := h.Stack.Socket(family, typ)
	if err != nil {
		return nil, err
	}

	return h.noting(under.watch(s, fmt.Sprintf("Socket(%v, %v)", family, typ))), nil
}

// noting has the calls on a socket of the host noted.
func (h host) noting(s *socket) *socket {
	s.trace, s.host = h.trace, h.name
	return s
}

// speaks is speaking where the spec is skipped if the host cannot do c, as it says:
// of the machine that has the host that may be true or not.
func (h host) speaks(c stacks.Capability, family sockets.Family, protocol sockets.Protocol) Socket {
	GinkgoHelper()
	s, err := h.speaking(family, protocol)
	if why := h.Supports(c); why != nil {
		Expect(err).To(HaveOccurred(), "denied and works; denied because: %v", why)
		Skip(fmt.Sprintf("needs %s: %v", c, why))
	}
	Expect(err).NotTo(HaveOccurred())

	return s
}

// speaking makes a datagram socket of another protocol than UDP, closed when the
// spec ends. Its failure is an answer.
func (h host) speaking(family sockets.Family, protocol sockets.Protocol) (Socket, error) {
	GinkgoHelper()
	speaker, ok := h.Stack.(stacks.Speaker)
	if !ok {
		return nil, fmt.Errorf("%T does not implement stacks.Speaker", h.Stack)
	}
	s, err := speaker.SocketOf(family, sockets.SOCK_DGRAM, protocol)
	if err != nil {
		return nil, err
	}

	return closing(under.watch(s, fmt.Sprintf("Socket(%v, protocol %d)", family, protocol))), nil
}

// thisHost is the stack under test, as one of the hosts: at its loopback address.
func thisHost() host { return host{Stack: under.Stack, addr: loopback} }
