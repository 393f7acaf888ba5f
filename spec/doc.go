// Package spec is the executable specification: every claim that the tutorial
// makes about sockets, as specs that are run against a stack.
//
// A stack is put under test by a test of one line, in any module:
//
//	func TestSockets(t *testing.T) { spec.Run(t, mystack.New()) }
//
// What not every stack can do is a capability, by name, and an interface that the
// stack or its sockets implement; they are in socketspec/fixtures/stacks.
//
// Each chapter is one file that reads as prose:
//
//	go tool ginkgo outline -format indent spec/recv.go
//
// A green run shows that the stack did what the specs say, on this machine, this
// time. It does not show that the stack never does anything else: run the specs
// often, in random order, in parallel, and under the race detector.
package spec

import (
	"socketspec/fixtures/stacks"
)

// What a third party needs to know of a stack, so that it imports this package
// and sockets alone.
type (
	// A Stack is an implementation of sockets.
	Stack = stacks.Stack
	// A Socket is one endpoint of a Stack.
	Socket = stacks.Socket
	// A Capability is something that not every stack can do.
	Capability = stacks.Capability
)
