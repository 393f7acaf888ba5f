package options

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/descriptor"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// POSIX setsockopt() and getsockopt() have one error, [ENOPROTOOPT], for an option that the
// protocol does not support: it is for both calls, or for none.
var _ = DescribeTable("An option that a system has of its own can be set and read, or neither:", Label("claim:option.unknown", "needs:descriptor"), func(option descriptor.OwnOption) {
	requireOwn(option)
	client, server := NewPair()
	fd := Detach(client)
	set := option.Set(fd, 1)
	value, read := option.Get(fd)
	Observe("setsockopt of "+option.Name, Outcome(set), "success, or an error: no standard has it")
	switch {
	case set == nil:
		Expect(read).NotTo(HaveOccurred())
		Expect(value).NotTo(BeZero())
		Expect(option.Set(fd, 0)).To(Succeed())
		Expect(option.Get(fd)).To(BeZero())
	case read == nil: // it is there, and not everybody may set it
		Expect(set).To(MatchOneOf(sockets.EPERM, sockets.EACCES))
	default:
		Expect(set).To(MatchOneOf(sockets.ENOPROTOOPT, sockets.EINVAL, sockets.EOPNOTSUPP))
		Expect(read).To(MatchOneOf(sockets.ENOPROTOOPT, sockets.EINVAL, sockets.EOPNOTSUPP))
	}
	Expect(descriptor.Write(fd, []byte("socket"))).To(Equal(6))
	Expect(RecvExactly(server, 6)).To(Equal("socket"))
},
	Entry("TCP_CORK", descriptor.Cork),
	Entry("TCP_QUICKACK", descriptor.QuickAck),
	Entry("TCP_DEFER_ACCEPT", descriptor.DeferAccept),
	Entry("SO_BUSY_POLL", descriptor.BusyPoll),
)

// tcp(7): with TCP_CORK what does not fill a segment is kept, for 200 ms at most.
var _ = Describe("TCP_CORK", Label("needs:descriptor", "needs:wire"), func() {
	It("may have small data wait for more, and has all of it go in order when it is turned off", Label("claim:option.nodelay"), func() {
		requireOwn(descriptor.Cork)
		w := NewWire()
		client, server := w.Connected()
		WithoutDelay(client)
		fd := Detach(client)
		if err := descriptor.Cork.Set(fd, 1); err != nil {
			Skip("TCP_CORK cannot be set: " + err.Error())
		}
		Expect(descriptor.Write(fd, []byte("so"))).To(Equal(2))
		Expect(descriptor.Write(fd, []byte("cket"))).To(Equal(4))
		Expect(descriptor.Cork.Set(fd, 0)).To(Succeed())
		Expect(RecvExactly(server, 6)).To(Equal("socket"))
		segments := len(w.Times(DataToServer))
		ObserveVarying("segments of two small sends with TCP_CORK and TCP_NODELAY", segments, "1: the first has waited; or 2, if that took 200 ms")
		Expect(segments).To(BeNumerically(">=", 1))
	})
})

// requireOwn skips the spec where the system does not have the option.
func requireOwn(option descriptor.OwnOption) {
	if err := option.Has(); err != nil {
		Skip(err.Error())
	}
}
