package harness

import (
	"errors"
	"runtime"
	"slices"
	"strings"

	. "github.com/onsi/ginkgo/v2"

	"socketspec/fixtures/stacks"
)

// A stack need not know every call, option and flag: what comes to the suite later, no
// older stack does. A call that fails with stacks.ErrUnknown ends the spec there: it is
// skipped, and the reason is what the stack does not know. Three things go on:
//
//   - A goroutine that is not the spec's own gets the error. The spec is skipped when it
//     asks for the result (Call.Result), or when it would fail.
//   - A property gets the error, and ends with it.
//   - A spec that tries a capability gets the error, which may be an answer there.

// An ignorance is what the stack did not know in the spec that runs.
type ignorance struct {
	reason string
	trying bool // a property is tried
	over   bool // the spec is, and cleans up
}

// Once the spec itself is over, it has shown what it had to.
var _ = JustAfterEach(func() {
	under.mu.Lock()
	defer under.mu.Unlock()
	under.unknown.over = true
})

// forgetUnknown begins a spec.
func (w *watch) forgetUnknown() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.unknown = ignorance{}
}

// meets looks at what a call has returned, and ends the spec if the stack did not know
// the call.
func (w *watch) meets(err error) {
	if !errors.Is(err, stacks.ErrUnknown) {
		return
	}
	w.mu.Lock()
	if w.unknown.reason == "" && !w.unknown.over {
		w.unknown.reason = err.Error()
	}
	ends := !w.unknown.trying && !w.unknown.over
	w.mu.Unlock()
	if ends && !isProbe(CurrentSpecReport()) && inSpec() {
		w.skipUnknown()
	}
}

// skipUnknown skips the spec if the stack did not know something in it.
func (w *watch) skipUnknown() {
	w.mu.Lock()
	reason := w.unknown.reason
	w.mu.Unlock()
	if reason != "" {
		GinkgoHelper()
		Skip(reason)
	}
}

// triesProperty sets whether a property is being tried.
func (w *watch) triesProperty(does bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.unknown.trying = does
}

// lacks reports whether the stack did not know something in the spec that runs.
func (w *watch) lacks() bool {
	w.mu.Lock()
	defer w.mu.Unlock()

	return w.unknown.reason != ""
}

// isProbe reports whether a spec tries a capability.
func isProbe(spec SpecReport) bool {
	return slices.ContainsFunc(spec.Labels(), func(label string) bool { return strings.HasPrefix(label, "capability:") })
}

// inSpec reports whether this goroutine is the one in which Ginkgo runs the spec: only
// there may it be ended.
func inSpec() bool {
	const runNode = "github.com/onsi/ginkgo/v2/internal.(*Suite).runNode"
	callers := make([]uintptr, 256)
	frames := runtime.CallersFrames(callers[:runtime.Callers(1, callers)])
	for {
		frame, more := frames.Next()
		if strings.HasPrefix(frame.Function, runNode) {
			return true
		}
		if !more {
			return false
		}
	}
}

// An optional is the options of a socket for a caller to whom it does not matter
// whether the stack knows them.
type optional struct{ s Socket }

// SetOption sets an option if the stack knows it.
func (o optional) SetOption(level, name, value int) {
	_ = o.guard("SetOption", func(s Socket) error { return s.SetOption(level, name, value) })
}

// DoesNotLinger has a connection reset when the socket is closed, if that is how the
// stack resets. A listener has no connection: lwIP ends its whole process there.
func (o optional) DoesNotLinger() {
	if s, ok := o.s.(*socket); ok && s.isListener() || under.Supports(stacks.Linger) != nil {
		return
	}
	o.SetLinger(0)
}

// SetLinger sets SO_LINGER if the stack knows it.
func (o optional) SetLinger(seconds int) {
	_ = o.guard("SetLinger", func(s Socket) error { return s.SetLinger(seconds) })
}

func (o optional) guard(op string, call func(Socket) error) error {
	watched, ok := o.s.(*socket)
	if !ok {
		return call(o.s)
	}
	a := watched.call(op)
	a.optional = true

	return guardError(a, func() error { return call(watched.Socket) })
}
