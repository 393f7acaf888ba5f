package harness

import (
	"fmt"
	"path"
	"slices"
	"sync"
	"time"

	. "github.com/onsi/ginkgo/v2"
	"github.com/onsi/ginkgo/v2/types"

	"socketspec/fixtures/stacks"
	"socketspec/sockets"
)

// A watch is the stack under test as the specs use it. It knows which sockets are
// open and which calls are under way, and lets no call hang.
type watch struct {
	Stack

	mu     sync.Mutex
	open   map[*socket]string     // by whom each was made
	asked  map[uint64]stacks.Call // what the goroutines that a spec asks about have under way
	broken []string               // calls that hung or panicked
	hung   map[string]int         // how often each method has, in the whole run
	doomed bool                   // the spec that runs is expected to fail

	unknown ignorance
}

func newWatch(s Stack) *watch {
	return &watch{Stack: s, open: map[*socket]string{}, asked: map[uint64]stacks.Call{}, hung: map[string]int{}}
}

// Socket makes a socket that is watched.
func (w *watch) Socket(family sockets.Family, typ sockets.Type) (Socket, error) {
	GinkgoHelper()
	s, err := guard(w.attempt("Socket"), func() (Socket, error) { return w.Stack.Socket(family, typ) })
	if err != nil {
		return nil, err
	}

	return w.watch(s, fmt.Sprintf("Socket(%v, %v)", family, typ)), nil
}

// SocketPair makes two sockets that are watched.
func (w *watch) SocketPair(typ sockets.Type) (a, b Socket, err error) {
	GinkgoHelper()
	pairer, ok := w.Stack.(stacks.Pairer)
	if !ok {
		return nil, nil, fmt.Errorf("%s claims socketpair and does not implement stacks.Pairer", w.Name())
	}
	pair, err := guard(w.attempt("SocketPair"), func() (pair [2]Socket, err error) {
		pair[0], pair[1], err = pairer.SocketPair(typ)
		return pair, err
	})
	if err != nil {
		return nil, nil, err
	}

	return w.watch(pair[0], "SocketPair"), w.watch(pair[1], "SocketPair"), nil
}

// Supports asks the stack what it can do, also of capabilities that were added later.
func (w *watch) Supports(c stacks.Capability) error {
	return guardError(w.attempt("Supports"), func() error { return stacks.Denied(w.Stack, c) })
}

// attempt is a call of the stack itself.
func (w *watch) attempt(op string) attempt { return attempt{watch: w, op: op} }

func (w *watch) watch(s Socket, how string) *socket {
	GinkgoHelper()
	k := &socket{Socket: s, watch: w}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.open[k] = how + " at " + caller()

	return k
}

func (w *watch) forget(s *socket) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.open, s)
}

// opened returns the sockets that are open.
func (w *watch) opened() map[*socket]bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	open := map[*socket]bool{}
	for s := range w.open {
		open[s] = true
	}

	return open
}

// openedSince returns the sockets that are open and were not before.
func (w *watch) openedSince(before map[*socket]bool) (since []*socket) {
	for s := range w.opened() {
		if !before[s] {
			since = append(since, s)
		}
	}

	return since
}

// expectsFailure sets whether the current spec is expected to fail.
func (w *watch) expectsFailure(does bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.doomed = does
}

// patience is how long a call may take. It is shorter in a spec that is expected to
// fail: a call that would have returned later fails a spec that fails anyway. And it
// is shorter for a method that has hung a few times: the run fails anyway.
func (w *watch) patience(op string) time.Duration {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch {
	case w.doomed:
		return min(told.Patience, time.Second)
	case w.hung[op] >= fewHangs:
		return min(told.Patience, max(time.Second, told.Patience/10))
	}

	return told.Patience
}

// hangs returns how many calls have hung in the whole run.
func (w *watch) hangs() (n int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, times := range w.hung {
		n += times
	}

	return n
}

// fewHangs is how many calls of a method may hang, each for the whole patience.
const fewHangs = 3

// leftOpen lists the sockets that nobody has closed, and forgets them.
func (w *watch) leftOpen() (open []string) {
	w.mu.Lock()
	left := w.open
	w.open = map[*socket]string{}
	w.mu.Unlock()
	for s, how := range left {
		open = append(open, how)
		_ = s.Close() // or it hangs, or panics, and is reported for that
	}
	slices.Sort(open)

	return open
}

// takeBroken lists the calls that hung or panicked, and forgets them.
func (w *watch) takeBroken() (broken []string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	broken, w.broken = w.broken, nil

	return broken
}

// ask starts to record what a goroutine has under way, until forgetCalls.
func (w *watch) ask(goroutine uint64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.asked[goroutine] = stacks.Call{}
}

// forgetCalls stops recording.
func (w *watch) forgetCalls(goroutine uint64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.asked, goroutine)
}

// underWay returns the call that a goroutine has under way, if it has one.
func (w *watch) underWay(goroutine uint64) (stacks.Call, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	call := w.asked[goroutine]

	return call, call.Socket != nil
}

// caller returns the line of a spec that made a socket. It passes over helpers.
func caller() string {
	at := types.NewCodeLocation(1)
	return fmt.Sprintf("%s:%d", path.Base(at.FileName), at.LineNumber)
}
