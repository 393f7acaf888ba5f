// Package harness is what the chapters of the specification are written with.
// Import it with a dot, beside Ginkgo and Gomega:
//
//	import (
//		. "github.com/onsi/ginkgo/v2"
//		. "github.com/onsi/gomega"
//
//		. "socketspec/spec/harness"
//	)
//
// It watches the stack under test: a call that hangs or panics fails the spec
// that made it, and what a spec leaves behind (sockets, goroutines, child
// processes) fails that spec. What it offers, by file:
//
//	pair.go, places.go       sockets and addresses, closed when the spec ends
//	stream.go, full.go       sending and receiving, and full buffers
//	call.go                  calls under way: Calling, BeBlocked
//	soon.go                  calls that do not wait: Soon
//	backlog.go               the accept queue
//	arrive.go                what has come from the peer: ArrivesAt, EndsAt
//	grid.go, grid_calls.go   a table of what calls give in states: Grid
//	outcome.go               errors: Outcome, IsTimeout
//	reset.go                 connections that are reset
//	states.go, seen.go       states of a TCP connection
//	ready.go                 what poll and select say: ReadyFor, BeReadyFor
//	attempt.go               a connect that does not wait
//	descriptor.go            descriptors: Dup, Detach
//	cleanup.go               what is done when a spec is over: Cleanup
//	child.go                 second processes
//	thread.go                calls in threads of their own
//	hosts.go                 two hosts
//	wired.go, segments.go    a wire between two hosts, and its segments
//	wired_reached.go         states of a connection on a wire
//	observe.go, drawn.go     what the report shows besides the result
//	property.go              properties: a claim for whatever rapid draws
//	service.go               the tutorial's server
//	allocs.go                what a receive allocates
//	more.go                  what not every socket can do: As
//	try.go                   attempts whose failure is an answer
//	run.go, chapter.go       how a run begins, and chapters of other modules
//
// A spec needs nothing else to take part in a run, apart from its labels:
// "claim:<id>" for the claim that it shows, and "needs:<capability>" for what not
// every stack can do. Without that capability the spec is skipped, with the
// stack's reason.
//
// Anybody can write a chapter of their own. It is a package with a call of
// Chapter, which names it:
//
//	var _ = Chapter("Names and addresses")
//
// socketspec/spec runs it together with our chapters, once its package is
// imported by the test that calls spec.Run. The report and the book show it apart
// from them. To run it alone, give Ginkgo's --focus-file its folder. Or import
// neither socketspec/spec nor a stack that does, and call Begin and then Ginkgo's
// RunSpecs: our chapters are not there then, and no report is written. Until a run
// has begun, the package does nothing. A complete example is in
// spec/testdata/chapter.
package harness

import "socketspec/fixtures/stacks"

// What a stack is, so that chapters need not import package stacks for it.
type (
	// A Stack is an implementation of sockets.
	Stack = stacks.Stack
	// A Socket is one endpoint of a Stack.
	Socket = stacks.Socket
)
