// Package errors is the chapter on what each call gives in each state of a socket, and
// on the errors that come from outside.
package errors

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/descriptor"
	"socketspec/fixtures/stacks"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

var _ = Describe("A socket that cannot be", func() {
	// POSIX.1-2024 socket(), ERRORS: each is one that "shall fail".
	It("is refused when there is no such family", Label("claim:errors.socket"), func() {
		s, err := Under().Socket(nobodysFamily, sockets.SOCK_STREAM)
		if err == nil {
			Closing(s)
		}
		Expect(err).To(MatchError(sockets.EAFNOSUPPORT))
	})

	It("is refused when there is no such type", Label("claim:errors.socket"), func() {
		_, err := Under().Socket(sockets.AF_INET, nobodysType)
		Expect(err).To(HaveOccurred())
		Observe("socket of a type that there is not", Outcome(err), "an error: [EPROTOTYPE] is for a type that the protocol lacks, and none for a number")
	})

	It("is refused when the protocol is of another type", Label("claim:errors.socket"), func() {
		if _, ok := Unwatched().(stacks.Speaker); !ok {
			Skip("this stack makes sockets of the usual protocols alone")
		}
		_, err := ThisHost().Speaking(sockets.AF_INET, sockets.IPPROTO_TCP)
		Observe("socket of TCP that sends datagrams", Outcome(err), "EPROTOTYPE or EPROTONOSUPPORT: POSIX socket() has both")
		Expect(err).To(MatchOneOf(sockets.EPROTOTYPE, sockets.EPROTONOSUPPORT, sockets.ESOCKTNOSUPPORT))
	})

	Context("whose address is of another family", Label("needs:descriptor"), func() {
		// POSIX.1-2024 bind() and connect(): [EAFNOSUPPORT]. Package sockets would refuse
		// these addresses itself, so the system is asked by its own calls.
		It("is not bound", Label("claim:errors.socket"), func() {
			fd, err := TryDetach(NewTCP())
			if err != nil {
				Skip("a socket of this stack has no descriptor before it is bound: " + err.Error())
			}
			Expect(descriptor.Bind(fd, sockets.MustParseAddr("[::1]:0"))).To(MatchError(sockets.EAFNOSUPPORT))
		})

		It("is not connected", Label("claim:errors.socket"), func() {
			s, _ := NewUDP()
			Expect(descriptor.Connect(Detach(s), sockets.MustParseAddr("[::1]:9"))).To(MatchError(sockets.EAFNOSUPPORT))
		})
	})
})

// Numbers that no system has given a family or a type.
const (
	nobodysFamily sockets.Family = 211
	nobodysType   sockets.Type   = 77
)
