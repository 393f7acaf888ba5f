package report

import (
	"fmt"
	"slices"

	"github.com/onsi/ginkgo/v2/types"
)

// WireEntry names the report entry that carries Wire.Entry.
const WireEntry = "wire"

// A Wire is what passed between the two hosts of a spec, called A and B, and the
// calls that were made on either.
type Wire struct {
	// Pcap names the attachment that holds the frames, in the format pcapng. It is
	// empty where the run kept no files.
	Pcap string `json:"pcap"`
	// Segments are what was sent, in the order of sending.
	Segments []Segment `json:"segments"`
	// Calls are those of both hosts, in the order of their beginning.
	Calls []Call `json:"calls"`
	// SegmentsLeftOut and CallsLeftOut count those in the middle that are not listed:
	// a wire may carry tens of thousands.
	SegmentsLeftOut int `json:"segmentsLeftOut,omitempty"`
	CallsLeftOut    int `json:"callsLeftOut,omitempty"`
}

// mostListed is how many segments, and how many calls, a report lists of one wire.
const mostListed = 400

// Bounded returns w with no more segments and calls than a report lists: the first
// and the last.
func (w Wire) Bounded() Wire {
	w.Segments, w.SegmentsLeftOut = bounded(w.Segments)
	w.Calls, w.CallsLeftOut = bounded(w.Calls)

	return w
}

func bounded[T any](all []T) (kept []T, leftOut int) {
	if leftOut = len(all) - mostListed; leftOut <= 0 {
		return all, 0
	}

	return slices.Concat(all[:mostListed/2], all[len(all)-mostListed/2:]), leftOut
}

// Gap says what was left out in the middle, if anything was.
func (w Wire) Gap() string {
	if w.SegmentsLeftOut+w.CallsLeftOut == 0 {
		return ""
	}

	return fmt.Sprintf("In the middle %d segments and %d calls are left out.", w.SegmentsLeftOut, w.CallsLeftOut)
}

// A Segment is what was sent once: a segment of TCP, or whatever else it was.
type Segment struct {
	// Sent is when it was sent.
	Sent Moment `json:"sent"`
	// Host is who has sent it: "A" or "B".
	Host string `json:"host"`
	// Protocol is TCP, UDP, ICMP, ARP, or "other".
	Protocol string `json:"protocol"`
	// From and To are its addresses, with ports where there are any.
	From string `json:"from,omitempty"`
	To   string `json:"to,omitempty"`

	// Flags are a TCP segment's: "SYN+ACK".
	Flags string `json:"flags,omitempty"`
	// Seq and Ack are relative to the initial numbers. Ack means nothing without
	// the flag.
	Seq uint32 `json:"seq"`
	Ack uint32 `json:"ack"`
	// Initial is the sender's initial number, to which Seq is relative.
	Initial uint32 `json:"initial,omitempty"`
	// Window is as it was sent: not scaled.
	Window int `json:"window,omitempty"`
	// Options names a TCP segment's.
	Options string `json:"options,omitempty"`

	// Length counts the bytes of data.
	Length int `json:"length"`
	// Note is what an ICMP or ARP packet says, or why a frame was not understood.
	Note string `json:"note,omitempty"`

	// Fate is what the wire did with it: "held", "dropped", "delayed",
	// "duplicated", "overtaken", "altered", "split", "merged"; empty if it just
	// passed. "made" is what the wire itself has made, and no host has sent.
	Fate string `json:"fate,omitempty"`
	// Delivered is when it went on to the other host: never, once, or twice.
	Delivered []Moment `json:"delivered,omitempty"`
}

// A Moment is when something happened, in seconds since the wire was laid and by
// the clock by which the hosts live; and in which order, since a virtual clock
// stands still while much happens. No two moments of a wire have the same order.
type Moment struct {
	Seconds float64 `json:"seconds"`
	Order   int     `json:"order"`
}

// A Call is a call on a socket of one of the hosts.
type Call struct {
	// Host is where it was made: "A" or "B".
	Host string `json:"host"`
	// Name is the method's: "Connect".
	Name string `json:"name"`
	// Begun and Ended are when it was called, and when it returned.
	// Ended is lacking if it had not returned when the spec ended.
	Begun Moment  `json:"begun"`
	Ended *Moment `json:"ended,omitempty"`
	// Outcome is "success" or what its error said.
	Outcome string `json:"outcome,omitempty"`
}

// Entry returns w as the value for a report entry named WireEntry.
func (w Wire) Entry() string {
	w.Segments, w.Calls = append([]Segment{}, w.Segments...), append([]Call{}, w.Calls...) // never null
	return string(must(encoded(w)))
}

// DecodeWire reads what Entry wrote, from a serial or a parallel run.
func DecodeWire(entry types.ReportEntry) (Wire, error) {
	data, err := entryJSON(entry)
	if err != nil {
		return Wire{}, err
	}
	var w Wire
	if err := decodeStrictly(data, &w); err != nil {
		return Wire{}, err
	}
	return w, w.check()
}

// check says what is wrong with w.
func (w Wire) check() error {
	if w.Pcap != "" {
		if err := checkAttachment(w.Pcap); err != nil {
			return fmt.Errorf("pcap: %w", err)
		}
	}
	for i, s := range w.Segments {
		if !isHost(s.Host) || s.Protocol == "" {
			return fmt.Errorf("segments[%d]: %.40q sends %.40q", i, s.Host, s.Protocol)
		}
	}
	for i, c := range w.Calls {
		if !isHost(c.Host) || c.Name == "" {
			return fmt.Errorf("calls[%d]: %.40q calls %.40q", i, c.Host, c.Name)
		}
	}
	return nil
}

func isHost(name string) bool { return name == "A" || name == "B" }
