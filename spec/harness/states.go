package harness

import (
	"fmt"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/stacks"
	"socketspec/sockets"
)

// StateOf returns the state of the connection at one of its ends, for Eventually.
// That end may be closed.
func StateOf(end, peer Socket) func() (stacks.State, error) {
	GinkgoHelper()
	return StateBetween(LocalAddr(end), LocalAddr(peer))
}

// StateBetween returns the state of the connection from local to peer, for
// Eventually. Nobody need have accepted it.
func StateBetween(local, peer sockets.Addr) func() (stacks.State, error) {
	GinkgoHelper()
	stater, ok := under.Stack.(stacks.Stater)
	if !ok {
		fail(fmt.Sprintf("%s claims states and does not implement stacks.Stater", under.Name()))
	}

	return stateIn(stater, local, peer)
}

// LastState waits until one end of a connection is in TIME-WAIT or CLOSED, and returns
// which of the two.
//
// TIME-WAIT may end at once. Where a peer's ACK and its FIN are sent by two processors,
// the FIN may overtake the ACK (seen on Linux, on loopback, in one of 400,000
// connections). That ACK is out of the window then, and is answered (RFC 9293, 3.10.7.4);
// the peer is gone by now and answers with a reset, which ends TIME-WAIT (RFC 1337,
// section 2). So a spec that shows TIME-WAIT does so in an Attempt.
func LastState(state func() (stacks.State, error)) (last stacks.State) {
	GinkgoHelper()
	Eventually(func() (stacks.State, error) {
		var err error
		last, err = state()

		return last, err
	}).Should(BeElementOf(stacks.TimeWait, stacks.Closed))

	return last
}

// stateIn asks a stack for the state of a connection, for Eventually, which an error
// ends. What it has seen is in the report if the spec fails.
func stateIn(stater stacks.Stater, local, peer sockets.Addr) func() (stacks.State, error) {
	seen := seeing(fmt.Sprintf("%v to %v", local, peer))

	return func() (stacks.State, error) {
		state, err := askState(stater, local, peer)
		seen.note(state, err)

		return state, err
	}
}

func askState(stater stacks.Stater, local, peer sockets.Addr) (stacks.State, error) {
	state, err := guard(under.attempt("State"), func() (stacks.State, error) { return stater.State(local, peer) })
	if err != nil {
		return "", StopTrying("The stack does not tell the state of a connection").Wrap(err)
	}

	return state, nil
}
