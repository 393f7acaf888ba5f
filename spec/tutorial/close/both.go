package close

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/stacks"
	. "socketspec/spec/harness"
)

// These specs check the final states at both sides: they do not depend on how many
// segments the close took. spec/tutorial/close/wire.go counts the segments.
var _ = Describe("A connection that both sides close", Label("needs:states"), func() {
	var client, server Socket
	var ofClient, ofServer func() (stacks.State, error)

	BeforeEach(func() {
		client, server = NewPair()
		ofClient, ofServer = StateOf(client, server), StateOf(server, client)
	})

	Context("when the client closes first, and the server once its acknowledgment has gone out", func() {
		It("leaves TIME-WAIT at the client, and nothing at the server", Label("claim:close.four-or-three"), func() {
			Expect(client.Close()).To(Succeed())
			Eventually(ofClient).Should(Equal(stacks.FinWait2))
			Expect(server.Close()).To(Succeed())
			Eventually(ofServer).Should(Equal(stacks.Closed))
			Eventually(ofClient).Should(Equal(stacks.TimeWait))
		})
	})

	Context("when the server closes first, and the client once its acknowledgment has gone out", func() {
		It("leaves TIME-WAIT at the server, and nothing at the client", Label("claim:close.four-or-three"), func() {
			Expect(server.Close()).To(Succeed())
			Eventually(ofServer).Should(Equal(stacks.FinWait2))
			Expect(client.Close()).To(Succeed())
			Eventually(ofClient).Should(Equal(stacks.Closed))
			Eventually(ofServer).Should(Equal(stacks.TimeWait))
		})
	})

	Context("when the client closes first, and the server as soon as it learns of that", func() {
		It("leaves TIME-WAIT at the client all the same, and nothing at the server", Label("claim:close.four-or-three"), func() {
			Eventually(Attempt(func() stacks.State {
				client, server := NewPair()
				ofClient, ofServer := StateOf(client, server), StateOf(server, client)
				leaving := Doing(func() error { return closeAtEnd(server) })
				Expect(client.Close()).To(Succeed())
				Expect(leaving.Err()).To(Succeed())
				Eventually(ofServer).Should(Equal(stacks.Closed))

				return LastState(ofClient)
			})).Should(Equal(stacks.TimeWait))
		})
	})

	Context("when both close at the same time", func() {
		It("leaves neither side waiting for the other", Label("claim:close.four-or-three"), func() {
			inTimeWaitAfterBothClose()
		})

		It("leaves one side in TIME-WAIT, or both", Label("claim:close.four-or-three"), func() {
			// RFC 9293, 3.6, figure 13: when the FINs cross, both sides are active closers
			// and enter TIME-WAIT.
			sides := 0
			Eventually(Attempt(func() int {
				sides = inTimeWaitAfterBothClose()
				return sides
			})).Should(BeNumerically(">=", 1))
			ObserveVarying("sides in TIME-WAIT after both have closed at once", sides, "1 or 2: whether the ends cross is luck")
		})
	})
})

// closeAtEnd waits for the end of the stream and then closes s.
func closeAtEnd(s Socket) error {
	if _, err := s.Recv(1); err != nil {
		return err
	}

	return s.Close()
}

// inTimeWaitAfterBothClose has both ends of a new connection closed at the same time,
// and returns how many of them are in TIME-WAIT when both are done.
func inTimeWaitAfterBothClose() (sides int) {
	GinkgoHelper()
	client, server := NewPair()
	ofClient, ofServer := StateOf(client, server), StateOf(server, client)
	one, other := Doing(client.Close), Doing(server.Close)
	Expect(one.Err()).To(Succeed())
	Expect(other.Err()).To(Succeed())
	for _, state := range []func() (stacks.State, error){ofClient, ofServer} {
		if LastState(state) == stacks.TimeWait {
			sides++
		}
	}

	return sides
}
