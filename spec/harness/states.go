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

	return func() (stacks.State, error) { return stateIn(stater, local, peer) }
}

// stateIn asks a stack for the state of a connection. Its error ends an Eventually.
func stateIn(stater stacks.Stater, local, peer sockets.Addr) (stacks.State, error) {
	state, err := guard(under.attempt("State"), func() (stacks.State, error) { return stater.State(local, peer) })
	if err != nil {
		return "", StopTrying("The stack does not tell the state of a connection").Wrap(err)
	}

	return state, nil
}
