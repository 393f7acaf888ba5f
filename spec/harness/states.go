package harness

import (
	"fmt"

	. "github.com/onsi/ginkgo/v2"

	"socketspec/fixtures/stacks"
	"socketspec/sockets"
)

// StateOf is the state of the connection at one of its ends, as Eventually asks
// for it; also when that end is closed.
func StateOf(end, peer Socket) func() (stacks.State, error) {
	GinkgoHelper()
	return StateBetween(LocalAddr(end), LocalAddr(peer))
}

// StateBetween is that of the connection from local to peer; also of one whose
// socket nobody has accepted.
func StateBetween(local, peer sockets.Addr) func() (stacks.State, error) {
	GinkgoHelper()
	stater, ok := under.Stack.(stacks.Stater)
	if !ok {
		fail(fmt.Sprintf("%s claims states and does not implement stacks.Stater", under.Name()))
	}

	return func() (stacks.State, error) { return stater.State(local, peer) }
}
