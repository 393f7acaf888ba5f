package readiness

import (
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/descriptor"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// These ask the system's own poll(2) and select(2), of descriptors.
var _ = Describe("Poll of a descriptor", Label("needs:readiness", "needs:descriptor"), func() {
	Context("that is asked for nothing", func() {
		It("says nothing of data and room", Label("claim:readiness.unasked"), func() {
			Expect(descriptor.Poll(Detach(WithData()), 0, 0)).To(Equal(sockets.Readiness(0)))
		})

		It("says nothing of the peer's end", Label("claim:readiness.unasked"), func() {
			Expect(descriptor.Poll(Detach(Ended()), 0, 0)).To(Equal(sockets.Readiness(0)))
		})

		It("says that there is an error, or that it has hung up", Label("claim:readiness.unasked", "needs:reset"), func() {
			said, err := descriptor.Poll(Detach(reset()), 0, 0)
			Expect(err).NotTo(HaveOccurred())
			Observe("poll after a reset, asked for nothing", said.String(), "ERR or HUP, and nothing else")
			Expect(said).To(BeReadyForOneOf(sockets.POLLERR | sockets.POLLHUP))
			Expect(said).NotTo(BeReadyForOneOf(sockets.POLLIN | sockets.POLLOUT))
		})

		It("says that nobody receives datagrams", Label("claim:readiness.unasked", "needs:udp", "needs:udp-refusal"), func() {
			said, err := descriptor.Poll(Detach(refusedUDP()), 0, 0)
			Expect(err).NotTo(HaveOccurred())
			Observe("poll after the refusal of a datagram, asked for nothing", said.String(), "ERR, or nothing where it is IN that says so")
			Expect(said &^ sockets.POLLERR).To(BeZero())
		})

		It("says that it is not open", Label("claim:readiness.unasked"), func() {
			fd, err := descriptor.High(Detach(newOne()))
			Expect(err).NotTo(HaveOccurred())
			Expect(descriptor.Close(fd)).To(Succeed())
			Expect(descriptor.Poll(fd, 0, 0)).To(Equal(sockets.POLLNVAL))
		})
	})

	DescribeTable("says no more than it is asked for:", Label("claim:readiness.unasked"), func(asked sockets.Readiness) {
		Expect(descriptor.Poll(Detach(WithData()), asked, 0)).To(Equal(asked))
	},
		Entry("of data and room, the data", sockets.POLLIN),
		Entry("of data and room, the room", sockets.POLLOUT),
		Entry("of data and room, both", sockets.POLLIN|sockets.POLLOUT),
	)

	It("passes over one that is negative", Label("claim:readiness.unasked"), func() {
		all := []descriptor.Polled{{FD: -1, Asked: sockets.POLLIN}, {FD: Detach(WithData()), Asked: sockets.POLLIN}}
		Expect(descriptor.PollAll(all, 0)).To(Equal(1))
		Expect(all[0].Said).To(BeZero())
	})

	It("counts sockets, and not what is said of each", Label("claim:readiness.count-time"), func() {
		const asked = sockets.POLLIN | sockets.POLLOUT
		all := []descriptor.Polled{{FD: Detach(WithData()), Asked: asked}, {FD: Detach(WithData()), Asked: asked}}
		Expect(descriptor.PollAll(all, 0)).To(Equal(2))
		Expect(all).To(HaveEach(HaveField("Said", asked)))
	})

	It("says of which one of two something has come", Label("claim:readiness.count-time"), func() {
		all := []descriptor.Polled{{FD: Detach(newOne()), Asked: sockets.POLLIN}, {FD: Detach(WithData()), Asked: sockets.POLLIN}}
		Expect(descriptor.PollAll(all, 0)).To(Equal(1))
		Expect(all[0].Said).To(BeZero())
		Expect(all[1].Said).To(Equal(sockets.POLLIN))
	})

	It("returns 0 when its time is over, and not before", Label("claim:readiness.count-time"), func() {
		fd := Detach(newOne())
		waited, err := Timed(func() error {
			said, err := descriptor.Poll(fd, sockets.POLLIN, 3*time.Millisecond)
			Expect(said).To(BeZero())
			return err
		})
		Expect(err).NotTo(HaveOccurred())
		Expect(waited).To(BeNumerically(">=", 3*time.Millisecond))
	})
})

var _ = Describe("Select of a descriptor", Label("needs:select", "needs:readiness", "needs:descriptor"), func() {
	It("counts the sets that a socket is in", Label("claim:readiness.count-time"), func() {
		fd := Detach(WithData())
		Expect(descriptor.Select([]int{fd}, []int{fd}, 0)).To(Equal(2))
	})

	It("returns 0 when its time is over, and not before", Label("claim:readiness.count-time"), func() {
		fd := Detach(newOne())
		waited, err := Timed(func() error {
			n, err := descriptor.Select([]int{fd}, nil, 3*time.Millisecond)
			Expect(n).To(BeZero())
			return err
		})
		Expect(err).NotTo(HaveOccurred())
		Expect(waited).To(BeNumerically(">=", 3*time.Millisecond))
	})
})
