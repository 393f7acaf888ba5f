package harness

import (
	"errors"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/onsi/gomega/gcustom"
	"github.com/onsi/gomega/types"

	"socketspec/fixtures/stacks"
	"socketspec/sockets"
)

// ReadyFor returns what poll says of s, asked once. The spec is skipped where the stack
// cannot ask it of such a socket.
func ReadyFor(s Socket) sockets.Readiness {
	GinkgoHelper()
	ready, err := As[stacks.Poller](s).PollNow()
	if errors.Is(err, errors.ErrUnsupported) {
		Skip("poll cannot be asked of this socket: " + err.Error())
	}
	Expect(err).NotTo(HaveOccurred())

	return ready
}

// SelectedFor returns what select says of s, asked once.
func SelectedFor(s Socket) sockets.Selection {
	GinkgoHelper()
	in, err := As[stacks.Selecter](s).SelectNow()
	Expect(err).NotTo(HaveOccurred())

	return in
}

// EventuallyReady waits until poll says one of these of s, or more of them, and returns
// all that it says then.
func EventuallyReady(s Socket, some sockets.Readiness) (ready sockets.Readiness) {
	GinkgoHelper()
	Eventually(func() sockets.Readiness {
		ready = ReadyFor(s)
		return ready
	}).WithPolling(100 * time.Microsecond).Should(BeReadyForOneOf(some))

	return ready
}

// EventuallySelected waits until select has s in one of the sets for reading and writing
// that are asked for, and returns in which it is.
func EventuallySelected(s Socket, wanted sockets.Selection) (in sockets.Selection) {
	GinkgoHelper()
	Eventually(func() sockets.Selection {
		in = SelectedFor(s)
		return in
	}).WithPolling(100 * time.Microsecond).Should(BeSelectedFor(wanted))

	return in
}

// BeReadyFor succeeds if poll says all of these, and maybe more.
func BeReadyFor(all sockets.Readiness) types.GomegaMatcher {
	return gcustom.MakeMatcher(func(said sockets.Readiness) (bool, error) {
		return said&all == all, nil
	}).WithTemplate("Expected what poll says\n{{.FormattedActual}}\n{{.To}} have\n{{format .Data 1}}", all)
}

// BeReadyForOneOf succeeds if poll says one of these, or more of them.
func BeReadyForOneOf(some sockets.Readiness) types.GomegaMatcher {
	return gcustom.MakeMatcher(func(said sockets.Readiness) (bool, error) {
		return said&some != 0, nil
	}).WithTemplate("Expected what poll says\n{{.FormattedActual}}\n{{.To}} have one of\n{{format .Data 1}}", some)
}

// BeSelectedFor succeeds if select has it in all sets that are wanted, and maybe in
// others.
func BeSelectedFor(wanted sockets.Selection) types.GomegaMatcher {
	return gcustom.MakeMatcher(func(in sockets.Selection) (bool, error) {
		return (in.Read || !wanted.Read) && (in.Write || !wanted.Write) && (in.Except || !wanted.Except), nil
	}).WithTemplate("Expected the sets of select\n{{.FormattedActual}}\n{{.To}} be\n{{format .Data 1}}", wanted)
}
