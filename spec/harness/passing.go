package harness

import (
	"fmt"
	"strconv"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/wire"
)

// What has to do with long times, which pass only where time is virtual. Between two
// steps the hosts get a moment of the machine's own time for what they have to do.

// Passes lets that much time pass, in equal steps: 200, or 50 where it is a minute or less.
func (w *Wired) Passes(d time.Duration) {
	GinkgoHelper()
	steps, gone := time.Duration(200), time.Duration(0)
	if d <= time.Minute {
		steps = 50
	}
	Eventually(func() time.Duration {
		w.letPass(d / steps)
		gone++

		return gone
	}).WithPolling(time.Millisecond).WithTimeout(3 * told.Patience).Should(Equal(steps))
}

// PassesUntil lets time pass until a call has returned, and returns how much it was.
func (w *Wired) PassesUntil(done <-chan struct{}) time.Duration {
	GinkgoHelper()
	return w.PassesUntilTrue(func() bool {
		select {
		case <-done:
			return true
		default:
			return false
		}
	})
}

// PassesUntilTrue lets time pass until something is true, and returns how much it was. It
// gives up after a day.
func (w *Wired) PassesUntilTrue(is func() bool) time.Duration {
	GinkgoHelper()
	took, came := w.PassesAtMost(24*time.Hour, is)
	Expect(came).To(BeTrue(), "nothing has come of it in %v", took)

	return took
}

// PassesAtMost lets time pass until something is true, or that much has passed, and
// returns how much it was and whether it is. A step is a twentieth of what has passed,
// from 10 ms to 10 s: times on the wire are as exact.
func (w *Wired) PassesAtMost(d time.Duration, is func() bool) (took time.Duration, came bool) {
	GinkgoHelper()
	start := w.Now().Time
	Eventually(func() bool {
		w.letPass(min(max(took/20, tick), 10*time.Second))
		came = is()
		took = w.Now().Time - start // with the last step: what came may have come in it

		return came || w.Advance != nil && took > d
	}).WithPolling(time.Millisecond).WithTimeout(3 * told.Patience).Should(BeTrue())

	return took, came
}

// Times returns when such segments were sent, since the first of them.
func (w *Wired) Times(such wire.Predicate) (times []time.Duration) {
	first := time.Duration(-1)
	for _, s := range w.Sent(such) {
		if first < 0 {
			first = s.Sent.Time
		}
		times = append(times, s.Sent.Time-first)
	}

	return times
}

// Sent returns such segments as the hosts have sent, in order.
func (w *Wired) Sent(such wire.Predicate) (sent []wire.Segment) {
	for _, s := range w.Seen() {
		if s.Fate != wire.Made && such(s) {
			sent = append(sent, s)
		}
	}

	return sent
}

// InSeconds returns times as an observed value: "0, 0.2, 0.6".
func InSeconds(times []time.Duration) (text string) {
	for i, t := range times {
		if i > 0 {
			text += ", "
		}
		text += fmt.Sprintf("%.4g", t.Seconds())
	}

	return text
}

// Seconds returns a time as an observed value.
func Seconds(d time.Duration) string { return strconv.FormatFloat(d.Seconds(), 'f', 0, 64) + " s" }

// InMilliseconds returns times as an observed value: "0.1, 40.2, 41.0".
func InMilliseconds(times []time.Duration) (text string) {
	for i, t := range times {
		if i > 0 {
			text += ", "
		}
		text += strconv.FormatFloat(max(0.1, t.Seconds()*1000), 'f', 1, 64)
	}

	return text
}
