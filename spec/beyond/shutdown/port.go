package shutdown

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// A listener that was shut down is open still. POSIX close() destroys a socket; of shutdown()
// and the address of a listener nothing is said.
var _ = DescribeTableSubtree("The port of a listener that was shut down", func(how sockets.How) {
	DescribeTable("is its own still, or free:", Label("claim:shutdown.listener-read"), func(whose string, choose func() sockets.Addr) {
		var listener Socket
		Eventually(Attempt(func() error {
			listener = NewTCP()
			return listener.Bind(choose())
		})).Should(Succeed())
		addr := LocalAddr(listener)
		Expect(listener.Listen(1)).To(Succeed())
		_ = listener.Shutdown(how) // its result is checked above
		second := NewTCP()
		err := second.Bind(addr)
		Observe("bind to the port of a listener that was shut down, "+whose+": "+how.String(), Outcome(err), "EADDRINUSE, or success: POSIX does not say")
		Expect(err).To(MatchOneOf(nil, sockets.EADDRINUSE))
		if err == nil {
			Expect(LocalAddr(second)).To(Equal(addr))
		}
	},
		Entry("one that the system has chosen", "which the system has chosen", func() sockets.Addr { return Loopback }),
		Entry("one that it was bound to", "which it was bound to", func() sockets.Addr { return Loopback.WithPort(FreePort()) }),
	)

	It("is had by the next listener, if the options let it, and then the clients are its own", Label("claim:shutdown.listener-read", "needs:reuse-addr"), func() {
		listener, err := NewReusing(Loopback, sockets.SO_REUSEADDR)
		Expect(err).NotTo(HaveOccurred())
		addr := LocalAddr(listener)
		_ = listener.Shutdown(how)
		next, err := NewReusing(addr, sockets.SO_REUSEADDR)
		Observe("listen with SO_REUSEADDR at the port of a listener that was shut down: "+how.String(), Outcome(err), "success; or EADDRINUSE, where the first listens or has the port")
		Expect(err).To(MatchOneOf(nil, sockets.EADDRINUSE))
		client := NewTCP()
		Expect(client.SetTimeout(TryPatience())).To(Succeed())
		switch connected := client.Connect(addr); {
		case err == nil:
			Expect(connected).NotTo(HaveOccurred())
			if accepted(next, client) != nil { // both listen
				Expect(accepted(listener, client)).To(Succeed())
			}
		case connected == nil: // it listens still
			Expect(accepted(listener, client)).To(Succeed())
		default:
			Expect(connected).To(MatchError(IsRefusal, "a refusal"))
		}
	})
},
	Entry("for receiving", sockets.SHUT_RD),
	Entry("on both sides", sockets.SHUT_RDWR),
)
