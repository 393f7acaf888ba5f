package harness

import (
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
)

// Promptly checks that what act does is done before a call that is under way elsewhere
// has timed out: an accept without clients. prepare returns act. On a busy machine a
// sound stack may be late, so each of three tries has a longer timeout than the one
// before.
func Promptly(prepare func() (act func())) {
	GinkgoHelper()
	for _, timeout := range []time.Duration{250 * time.Millisecond, 500 * time.Millisecond, time.Second} {
		act := prepare()
		listener, _ := NewListener(1)
		Expect(listener.SetTimeout(timeout)).To(Succeed())
		other := Accepting(listener)
		act()
		select {
		case <-other.Done():
		default:
			return
		}
	}
	Fail("a call that was begun earlier, and had a timeout, has ended first in three tries")
}

// Often is how many times a spec makes a call that may not wait, in order to see that
// it does not: together such calls would wait for long.
const Often = 40
