package harness

import (
	"runtime"
	"sync/atomic"

	. "github.com/onsi/ginkgo/v2"
)

// over is set when a spec has come to its end, and unset when the next begins (see
// clean.go).
var over atomic.Bool

var _ = AfterEach(func() { over.Store(true) })

// Cleanup is Ginkgo's DeferCleanup, which is not to be used beside it.
//
// When a run is interrupted, Ginkgo leaves the current node's goroutine as it is, and
// cleans up. If that goroutine goes on and asks for a cleanup, Ginkgo ends the process:
// the report would be lost. So the goroutine ends here.
func Cleanup(args ...any) {
	GinkgoHelper()
	if over.Load() {
		runtime.Goexit()
	}
	DeferCleanup(args...) //nolint:forbidigo // This is the one place.
}
