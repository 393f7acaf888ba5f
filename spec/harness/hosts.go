package harness

import (
	"fmt"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/stacks"
	"socketspec/sockets"
)

// A Host is a stack with an address of its own. Its sockets are watched as those
// of the stack under test are.
type Host struct {
	stacks.Stack
	Addr sockets.Addr
	Link sockets.Addr

	// Only on a wire that the spec controls:
	name    string
	trace   *trace                // where its calls are noted
	letPass func(d time.Duration) // lets time pass where it is virtual
}

// TwoHosts makes a network of two hosts, which ends with the spec.
func TwoHosts() (a, b Host) {
	GinkgoHelper()
	a, b, err := TryHosts()
	Expect(err).NotTo(HaveOccurred())

	return a, b
}

// TryHosts is TwoHosts where a failure is an answer.
func TryHosts() (a, b Host, err error) {
	network, err := tryNetwork()
	if err != nil {
		return Host{}, Host{}, err
	}

	return hostOf(network.A), hostOf(network.B), nil
}

func tryNetwork() (*stacks.Network, error) {
	networker, ok := under.Stack.(stacks.Networker)
	if !ok {
		return nil, fmt.Errorf("%T does not implement stacks.Networker", under.Stack)
	}
	return keptNetwork(guard(under.attempt("TwoHosts"), networker.TwoHosts))
}

func tryNetworkOf(family sockets.Family) (*stacks.Network, error) {
	networker, ok := under.Stack.(stacks.FamilyNetworker)
	if !ok {
		return nil, fmt.Errorf("%T does not implement stacks.FamilyNetworker", under.Stack)
	}

	return keptNetwork(guard(under.attempt("TwoHostsOf"), func() (*stacks.Network, error) { return networker.TwoHostsOf(family) }))
}

// keptNetwork closes a network when the spec ends.
func keptNetwork(network *stacks.Network, err error) (*stacks.Network, error) {
	if err != nil {
		return nil, err
	}
	Cleanup(func() error { return guardError(under.attempt("Close of a network"), network.Close) })

	return network, nil
}

func hostOf(h stacks.Host) Host { return Host{Stack: h.Stack, Addr: h.Addr, Link: h.Link} }

// NewSocket makes a socket of the host that is closed when the spec ends.
func (h Host) NewSocket(typ sockets.Type) Socket {
	GinkgoHelper()
	s, err := h.Socket(h.Addr.Family(), typ)
	Expect(err).NotTo(HaveOccurred())

	return Closing(s)
}

// Bound makes a socket of the host that is bound to its address, and returns that
// address with its port.
func (h Host) Bound(typ sockets.Type) (Socket, sockets.Addr) {
	GinkgoHelper()
	s := h.NewSocket(typ)
	Expect(s.Bind(h.Addr)).To(Succeed())

	return s, LocalAddr(s)
}

// Listener makes a TCP socket of the host that listens, and returns its address.
// The backlog is larger than the number of clients: a system may take it
// literally, and may keep no state of the last client that it has room for (SYN
// cookies; RFC 4987, 3.6).
func (h Host) Listener() (Socket, sockets.Addr) {
	GinkgoHelper()
	s, addr := h.Bound(sockets.SOCK_STREAM)
	Expect(s.Listen(5)).To(Succeed())

	return s, addr
}

// Dial makes a TCP client on the host that is connected to addr.
func (h Host) Dial(addr sockets.Addr) Socket {
	GinkgoHelper()
	s := h.NewSocket(sockets.SOCK_STREAM)
	Expect(s.Connect(addr)).To(Succeed())

	return s
}

// Socket makes a socket that is watched.
func (h Host) Socket(family sockets.Family, typ sockets.Type) (Socket, error) {
	GinkgoHelper()
	s, err := guard(under.attempt("Socket"), func() (Socket, error) { return h.Stack.Socket(family, typ) })
	if err != nil {
		return nil, err
	}

	return h.noting(under.watch(s, fmt.Sprintf("Socket(%v, %v)", family, typ))), nil
}

// Supports asks the host what it can do.
func (h Host) Supports(c stacks.Capability) error {
	return guardError(under.attempt("Supports"), func() error { return stacks.Denied(h.Stack, c) })
}

// noting has the calls on a socket of the host recorded.
func (h Host) noting(s *socket) *socket {
	s.trace, s.host = h.trace, h.name
	return s
}

// Speaks is Speaking, and skips the spec if the host cannot do c. What the host
// says is checked: it may differ from the machine that it is on.
func (h Host) Speaks(c stacks.Capability, family sockets.Family, protocol sockets.Protocol) Socket {
	GinkgoHelper()
	s, err := h.Speaking(family, protocol)
	if why := h.Supports(c); why != nil {
		Expect(err).To(HaveOccurred(), "denied and works; denied because: %v", why)
		Skip(fmt.Sprintf("needs %s: %v", c, why))
	}
	Expect(err).NotTo(HaveOccurred())

	return s
}

// Speaking makes a datagram socket of another protocol than UDP. It is closed when
// the spec ends. Its failure is an answer.
func (h Host) Speaking(family sockets.Family, protocol sockets.Protocol) (Socket, error) {
	GinkgoHelper()
	speaker, ok := h.Stack.(stacks.Speaker)
	if !ok {
		return nil, fmt.Errorf("%T does not implement stacks.Speaker", h.Stack)
	}
	s, err := guard(under.attempt("SocketOf"), func() (Socket, error) {
		return speaker.SocketOf(family, sockets.SOCK_DGRAM, protocol)
	})
	if err != nil {
		return nil, err
	}

	return Closing(under.watch(s, fmt.Sprintf("Socket(%v, protocol %d)", family, protocol))), nil
}

// ThisHost returns the stack under test as a host, at its loopback address.
func ThisHost() Host { return Host{Stack: under.Stack, Addr: Loopback} }
