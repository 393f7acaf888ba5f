package harness

import (
	"io"
	"net/netip"
	"os"
	"path"
	"path/filepath"
	"sync"
	"time"

	. "github.com/onsi/ginkgo/v2"

	"socketspec/fixtures/wire"
	"socketspec/spec/report"
)

// A trace is what a spec with a wire leaves behind: the segments, and beside them
// the calls of both hosts, timed by the same clock.
type trace struct {
	wire *wire.Wire

	mu    sync.Mutex
	calls []*report.Call
}

// traced is the trace of the current spec, if it has a wire.
var traced *trace

// Cleanups close what a spec leaves open, which is no part of what it shows. This
// hook runs before them.
var _ = JustAfterEach(func() {
	if traced == nil {
		return
	}
	t := traced
	traced = nil
	t.writeDown()
})

// begin records a call, and returns a function that records how it ended.
func (t *trace) begin(host, name string) (end func(err error)) {
	if t == nil {
		return func(error) {}
	}
	c := &report.Call{Host: host, Name: name, Begun: momentOf(t.wire.Now())}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.calls = append(t.calls, c)

	return func(err error) {
		ended := momentOf(t.wire.Now())
		t.mu.Lock()
		defer t.mu.Unlock()
		c.Ended, c.Outcome = &ended, Outcome(err)
	}
}

// writeDown writes the frames into a file beside the reports, and the rest into the
// report.
func (t *trace) writeDown() {
	w := t.taken().Bounded()
	if told.Reports != "" {
		w.Pcap = path.Join("wires", report.Slug(under.Name()), report.SpecSlug(CurrentSpecReport().FullText())+".pcapng")
		if err := t.writeFile(filepath.Join(told.Reports, filepath.FromSlash(w.Pcap))); err != nil {
			Fail("the frames were not written down: " + err.Error())
		}
		AddReportEntry(report.AttachmentEntry, w.Pcap, ReportEntryVisibilityNever)
	}
	AddReportEntry(report.WireEntry, w.Entry(), ReportEntryVisibilityNever)
	AddReportEntry("ladder", w.Ladder(), ReportEntryVisibilityFailureOrVerbose)
}

func (t *trace) writeFile(name string) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}

	return writeTo(name, t.wire.WritePcap)
}

// writeTo writes a file, and closes it whatever happens.
func writeTo(name string, write func(io.Writer) error) (err error) {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer func() {
		if cerr := f.Close(); err == nil {
			err = cerr
		}
	}()

	return write(f)
}

// taken returns the segments and calls in the form of the report.
func (t *trace) taken() (w report.Wire) {
	t.mu.Lock()
	for _, c := range t.calls {
		w.Calls = append(w.Calls, *c)
	}
	t.mu.Unlock()
	for _, s := range t.wire.Seen() {
		taken := report.Segment{
			Sent: momentOf(s.Sent), Host: hostNames[s.Direction], Protocol: string(s.Protocol),
			From: addrText(s.From), To: addrText(s.To),
			Flags: s.Flags.String(), Seq: s.Seq, Ack: s.Ack, Initial: s.Initial, Window: s.Window, Options: s.Options,
			Length: s.Len, Note: s.Note, Fate: string(s.Fate),
		}
		for _, at := range s.Delivered {
			taken.Delivered = append(taken.Delivered, momentOf(at))
		}
		w.Segments = append(w.Segments, taken)
	}

	return w
}

// hostNames are the names of the hosts, by the direction of what they send.
var hostNames = [2]string{wire.AtoB: "A", wire.BtoA: "B"}

// momentOf returns a moment in the form of the report: to the microsecond.
func momentOf(m wire.Moment) report.Moment {
	return report.Moment{Seconds: m.Time.Round(time.Microsecond).Seconds(), Order: m.Order}
}

func addrText(addr netip.AddrPort) string {
	switch {
	case !addr.IsValid():
		return ""
	case addr.Port() == 0:
		return addr.Addr().String()
	}

	return addr.String()
}
