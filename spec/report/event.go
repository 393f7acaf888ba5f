package report

import (
	"encoding/json"

	"github.com/onsi/ginkgo/v2/types"
)

const (
	// EventEntry names the report entry that carries Event.Entry.
	EventEntry = "event"
	// EventsExtra is where Spec.Extra has the events of a spec, as a list.
	EventsExtra = "events"
)

// An Event is something that a call of a spec has put into a queue of the stack, or
// taken from it: bytes of a receive buffer, clients before accept. The book draws
// the queue from them.
type Event struct {
	// Call is "send" or "connect", which put, or "recv" or "accept", which take.
	Call string `json:"call"`
	// Asked is how many bytes a recv has asked for.
	Asked int `json:"asked,omitempty"`
	// Item is what was put or taken: the bytes, or the client's address.
	Item string `json:"item"`
}

// Entry returns e as the value for a report entry named EventEntry.
func (e Event) Entry() string { return string(must(encoded(e))) }

// withEvent adds an event to those of the spec.
func (s Spec) withEvent(entry types.ReportEntry) (Spec, error) {
	data, err := entryJSON(entry)
	if err != nil {
		return s, err
	}
	var e Event
	if err = decodeStrictly(data, &e); err != nil {
		return s, err
	}
	var events []Event
	if known := s.Extra[EventsExtra]; known != nil {
		if err = json.Unmarshal(known, &events); err != nil {
			return s, err
		}
	}
	if s.Extra == nil {
		s.Extra = map[string]json.RawMessage{}
	}
	s.Extra[EventsExtra] = must(encoded(append(events, e)))

	return s, nil
}
