package processes

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/descriptor"
	. "socketspec/spec/harness"
)

// POSIX recvmsg(): what there is no room for is cut, and MSG_CTRUNC says so. What becomes of
// descriptors that were cut it does not say.
var _ = Describe("A descriptor that comes where there is no room for it", Label("needs:descriptor", "needs:socketpair"), func() {
	var from, to, fd int
	var client Socket

	BeforeEach(func() {
		a, b := NewUnixStream()
		from, to = Held(a), Held(b)
		var server Socket
		client, server = NewPair()
		fd = Held(server)
	})

	It("is cut, and the text that it came with is not", Label("claim:passing.no-room"), func() {
		Expect(descriptor.Pass(from, "parcel", fd)).To(Succeed())
		parcel, err := descriptor.Take(to, 0)
		Expect(err).NotTo(HaveOccurred())
		Expect(parcel.Text).To(Equal("parcel"))
		Expect(parcel.FDs).To(BeEmpty())
		Expect(parcel.Cut).To(BeTrue(), "MSG_CTRUNC is not set")
	})

	It("is closed, or is a holder that nobody knows of", Label("claim:passing.no-room"), func() {
		Expect(descriptor.Pass(from, "parcel", fd)).To(Succeed())
		Expect(descriptor.Close(fd)).To(Succeed())
		_, err := descriptor.Take(to, 0)
		Expect(err).NotTo(HaveOccurred())
		Expect(client.SetTimeout(0)).To(Succeed())
		ends := Lenient().Eventually(func() error { _, err := client.Recv(64); return err }).WithTimeout(TryPatience()).Should(Succeed())
		Observe("whether a descriptor that there is no room for is closed", ends, "either; on Linux it is")
	})

	It("is lost to a recv that asks for data alone", Label("claim:passing.no-room"), func() {
		Expect(descriptor.Pass(from, "parcel", fd)).To(Succeed())
		Expect(descriptor.Recv(to, 64, 0)).To(BeEquivalentTo("parcel"))
		Expect(descriptor.Write(from, []byte("letter"))).To(Equal(6))
		parcel, err := descriptor.Take(to, 4)
		Expect(err).NotTo(HaveOccurred())
		Expect(parcel).To(Equal(descriptor.Parcel{Text: "letter"}))
	})

	It("takes the room that there is, and the rest is cut", Label("claim:passing.no-room"), func() {
		Expect(descriptor.Pass(from, "parcel", fd, from, to)).To(Succeed())
		parcel, err := descriptor.Take(to, 1)
		Expect(err).NotTo(HaveOccurred())
		Observe("descriptors that arrive of 3 where there is room for one", len(parcel.FDs), "0 to 3: room is rounded up to whole words")
		for _, one := range parcel.FDs {
			Cleanup(descriptor.Close, one)
		}
		Expect(len(parcel.FDs)).To(BeBetween(0, 3))
		Expect(parcel.Cut).To(Equal(len(parcel.FDs) < 3), "MSG_CTRUNC, with %d descriptors", len(parcel.FDs))
		Expect(parcel.Text).To(Equal("parcel"))
	})

	It("is cut with the text that it came with, and not with a text before it, unless both come in one call", Label("claim:passing.no-room"), func() {
		Expect(descriptor.Write(from, []byte("letter"))).To(Equal(6))
		Expect(descriptor.Pass(from, "parcel", fd)).To(Succeed())
		got, cut := "", false
		for len(got) < 12 {
			part, err := descriptor.Take(to, 0)
			Expect(err).NotTo(HaveOccurred())
			Expect(part.Text).NotTo(BeEmpty(), "after %q", got)
			Expect(part.FDs).To(BeEmpty())
			if got == "" {
				Observe("text of 6 bytes without a descriptor, and of 6 with one, in one recvmsg", part.Text, "letter, or both: POSIX does not keep them apart")
			}
			got += part.Text
			if len(got) <= 6 {
				Expect(part.Cut).To(BeFalse(), "MSG_CTRUNC is set with %q, which came without a descriptor", part.Text)
			}
			cut = cut || part.Cut
		}
		Expect(got).To(Equal("letterparcel"))
		Expect(cut).To(BeTrue(), "MSG_CTRUNC is not set")
	})
})
