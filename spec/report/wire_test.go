package report_test

import (
	"slices"
	"strings"
	"testing"

	"socketspec/spec/report"
)

// moment is one of a wire whose clock stands still.
func moment(order int) report.Moment { return report.Moment{Seconds: 0.0015, Order: order} }

// heldACK is a wire on which the third segment of the handshake was kept back.
func heldACK() report.Wire {
	connected, accepted := moment(8), moment(10)
	return report.Wire{
		Pcap: "wires/linux-6.18/handshake.pcapng",
		Segments: []report.Segment{
			{Sent: moment(2), Host: "A", Protocol: "TCP", Flags: "SYN", Delivered: []report.Moment{moment(3)}},
			{Sent: moment(4), Host: "B", Protocol: "TCP", Flags: "SYN+ACK", Ack: 1, Delivered: []report.Moment{moment(5)}},
			{Sent: moment(6), Host: "A", Protocol: "TCP", Flags: "ACK", Seq: 1, Ack: 1, Fate: "held", Delivered: []report.Moment{moment(9)}},
			{Sent: moment(12), Host: "B", Protocol: "ICMP", Note: "port unreachable", Length: 20, Fate: "dropped"},
		},
		Calls: []report.Call{
			{Host: "A", Name: "Connect", Begun: moment(1), Ended: &connected, Outcome: "success"},
			{Host: "B", Name: "Accept", Begun: moment(7), Ended: &accepted, Outcome: "timed out"},
			{Host: "B", Name: "Recv", Begun: moment(11)},
		},
	}
}

// TestLongWire keeps the beginning and the end of a wire that carried too much, and
// says so.
func TestLongWire(t *testing.T) {
	long := report.Wire{Pcap: "wires/x.pcapng", Calls: []report.Call{{Host: "A", Name: "Connect", Begun: moment(0)}}}
	for i := range 39_000 {
		long.Segments = append(long.Segments, report.Segment{Sent: moment(i + 1), Host: "A", Protocol: "TCP", Flags: "ACK", Seq: uint32(i)})
	}
	w := long.Bounded()
	equal(t, "segments", len(w.Segments), 400)
	equal(t, "left out", w.SegmentsLeftOut, 38_600)
	equal(t, "the first", w.Segments[0].Seq, 0)
	equal(t, "the last", w.Segments[399].Seq, 38_999)
	equal(t, "calls left out", w.CallsLeftOut, 0)
	if ladder := w.Ladder(); !strings.Contains(ladder, "In the middle 38600 segments and 0 calls are left out.") || strings.Count(ladder, "\n") != 403 {
		t.Errorf("the ladder has %d lines and does not say what was left out", strings.Count(ladder, "\n"))
	}
	if short := heldACK(); short.Bounded().Ladder() != short.Ladder() {
		t.Error("a short wire is cut")
	}
}

func TestWireOfASpec(t *testing.T) {
	node := recording(spec(10, "returns", claimLabel()), report.WireEntry, heldACK().Entry())
	for what, ginkgo := range map[string]report.Run{
		"serial":   gather(t, suite(node)),
		"parallel": gather(t, parallel(t, suite(node))),
	} {
		got := ginkgo.Specs[0]
		if got.Wire == nil || got.Malformed != nil || got.Wire.Ladder() != heldACK().Ladder() {
			t.Errorf("%s: got %+v and %q", what, got.Wire, got.Malformed)
		}
	}
}

func TestAWireWithNothingOnIt(t *testing.T) {
	entry := report.Wire{Pcap: "a.pcapng"}.Entry()
	equal(t, "entry", entry, `{"pcap":"a.pcapng","segments":[],"calls":[]}`)
	if got := only(t, recording(spec(10, "returns"), report.WireEntry, entry)); got.Wire == nil || got.Malformed != nil {
		t.Errorf("got %+v and %q", got.Wire, got.Malformed)
	}
}

func TestMalformedWires(t *testing.T) {
	for words, spoil := range map[string]func(w *report.Wire){
		"pcap: ":            func(w *report.Wire) { w.Pcap = "../etc" },
		`"C" sends "TCP"`:   func(w *report.Wire) { w.Segments[0].Host = "C" },
		`"A" sends ""`:      func(w *report.Wire) { w.Segments[0].Protocol = "" },
		`"" calls "Recv"`:   func(w *report.Wire) { w.Calls[2].Host = "" },
		`"A" calls ""`:      func(w *report.Wire) { w.Calls[0].Name = "" },
		"segments[3]: \"\"": func(w *report.Wire) { w.Segments[3].Host = "" },
	} {
		w := heldACK()
		spoil(&w)
		got := only(t, recording(spec(10, "returns"), report.WireEntry, w.Entry()))
		if got.Wire != nil || len(got.Malformed) != 1 || !strings.Contains(got.Malformed[0], words) {
			t.Errorf("got %+v and %q, want nothing and %q", got.Wire, got.Malformed, words)
		}
	}
}

func TestLadder(t *testing.T) {
	want := []string{
		`        ms  A                                                                       B`,
		`     1.500  connect`,
		`     1.500                            - SYN seq 0 ------------------------------->`,
		`     1.500                            <--------------------- SYN+ACK seq 0 ack 1 -`,
		`     1.500                            - ACK seq 1 ack 1 --------------------| held`,
		`     1.500                                                                          accept`,
		`     1.500  connect returns`,
		`     1.500                            - ACK seq 1 ack 1 ------------------------->`,
		`     1.500                                                                          accept: timed out`,
		`     1.500                                                                          recv`,
		`     1.500                            dropped |- ICMP port unreachable (20 bytes) -`,
		``,
	}
	got := strings.Split(heldACK().Ladder(), "\n")
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
