package trial

import (
	"time"

	"socketspec/fixtures/stacks/host"
	"socketspec/fixtures/stacks/netstack"
	"socketspec/spec"
	"socketspec/spec/known"
)

// Patience with a stack. Each spec that fails may cost it: it is short where that is
// what is wanted.
const (
	patienceOfFaults   = 2 * time.Second
	patienceOfOddities = 30 * time.Second
)

// The stacks without a fault, by what they are called. No fault has such a name.
const (
	machine = "sound: this machine's sockets"
	virtual = "sound: gVisor's netstack, where time is virtual"
)

// soundStacks are those that the catalogue is made of.
var soundStacks = map[string]struct {
	does string
	make func() spec.Stack
}{
	machine: {"it is what nearly all stacks of the catalogue are made of.", func() spec.Stack { return host.New() }},
	virtual: {"it is what those are made of whose fault takes minutes or hours to show.", func() spec.Stack { return netstack.New(netstack.VirtualTime()) }},
}

// knownOf are the specs that a stack fails already without a fault.
func knownOf(stack spec.Stack) []spec.Option {
	if stack.Supports(spec.CapVirtualTime) == nil {
		return known.Netstack()
	}

	return known.Failures()
}
