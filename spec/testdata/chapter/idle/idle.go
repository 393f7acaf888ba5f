// Package idle is a chapter of a module outside of this repository: about
// connections on which nothing happens. It is written with the same harness as the
// chapters of the specification.
package idle

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	. "socketspec/spec/harness"
)

// The folder of this file is a chapter, under this title.
var _ = Chapter("Idle connections")

var _ = Describe("An idle connection", func() {
	var client, server Socket

	BeforeEach(func() { client, server = NewPair() })

	It("carries data after others have come and gone", func() {
		for range 10 {
			other, _ := NewPair()
			Expect(other.Close()).To(Succeed())
		}
		SendString(client, "still here")
		Expect(RecvExactly(server, 10)).To(Equal("still here"))
	})

	It("keeps a recv waiting", Label("needs:parked"), func() {
		recv := Calling(func() ([]byte, error) { return server.Recv(1) })
		Eventually(recv).Should(BeBlocked())
		SendString(client, "x")
		Expect(recv.Result()).To(BeEquivalentTo("x"))
	})

	It("ends when its peer closes", func() {
		Expect(client.Close()).To(Succeed())
		Expect(RecvUntilEnd(server)).To(BeEmpty())
	})
})
