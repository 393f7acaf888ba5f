package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"reflect"
	"strings"

	"github.com/onsi/ginkgo/v2/types"
)

// The names of the report entries that are gathered. The value of either is a
// string: any other is the Go type in a serial run, and whatever JSON makes of
// it in a parallel one.
const (
	// ObservedEntry carries Observed.Entry.
	ObservedEntry = "observed"
	// AttachmentEntry carries the name of a file, slash-separated and relative
	// to the folder of the report.
	AttachmentEntry = "attachment"
)

// Observed is a value that differs lawfully between systems.
type Observed struct {
	// Claim is the id of the claim that the value illustrates.
	Claim string `json:"claim"`
	// Name says what was observed: "admitted before accept, listen(5)".
	Name string `json:"name"`
	// Value is a JSON string or number: see ValueOf.
	Value json.RawMessage `json:"value"`
	// Unit is the value's, if it has one: "bytes".
	Unit string `json:"unit,omitempty"`
	// Bounds says in words what the clause allows.
	Bounds string `json:"bounds,omitempty"`
	// Clause is the passage that allows it.
	Clause string `json:"clause,omitempty"`
	// Varies is true if the same system may give another value at the next run: a
	// scheduler, a clock or a hash of ports decides it.
	Varies bool `json:"varies,omitempty"`
}

// ValueOf returns v for Observed.Value: an integer or finite float as a number,
// everything else as the text that fmt makes of it. What has a text of its own,
// such as a time.Duration or an errno, is text as well.
func ValueOf(v any) json.RawMessage {
	if isNumber(v) {
		if number, err := json.Marshal(v); err == nil { // NaN and the infinities are none
			return number
		}
	}
	return quoted(fmt.Sprint(v))
}

// Entry returns o as the value for a report entry named ObservedEntry.
func (o Observed) Entry() string {
	if !json.Valid(o.Value) && o.Value != nil {
		o.Value = quoted(string(o.Value))
	}
	return string(must(encoded(o)))
}

// DecodeObserved reads what Entry wrote, from a serial or a parallel run.
func DecodeObserved(entry types.ReportEntry) (Observed, error) {
	data, err := entryJSON(entry)
	if err != nil {
		return Observed{}, err
	}
	var o Observed
	if err := decodeStrictly(data, &o); err != nil {
		return Observed{}, err
	}
	return o, o.check()
}

// text is the value as a reader wants it.
func (o Observed) text() string {
	var text string
	if json.Unmarshal(o.Value, &text) == nil {
		return text
	}

	return string(o.Value) // a number
}

// check says what is wrong with o.
func (o Observed) check() error {
	switch {
	case strings.TrimSpace(o.Claim) == "":
		return errors.New("it names no claim")
	case strings.TrimSpace(o.Name) == "":
		return errors.New("it has no name")
	case !isScalar(o.Value):
		return fmt.Errorf("its value is neither a string nor a number: %.40q", string(o.Value))
	}
	return nil
}

// entryJSON returns the JSON that an entry carries, be it as the string that it
// should be, or as a Go value.
func entryJSON(entry types.ReportEntry) ([]byte, error) {
	raw := entry.GetRawValue()
	if text, ok := raw.(string); ok {
		return []byte(text), nil
	}
	return json.Marshal(raw)
}

// attachment returns the file name that an entry carries.
func attachment(entry types.ReportEntry) (string, error) {
	name, ok := entry.GetRawValue().(string)
	if !ok {
		return "", fmt.Errorf("it is no file name, but %T", entry.GetRawValue())
	}
	return name, checkAttachment(name)
}

// checkAttachment refuses names that would lead out of the folder on some system.
func checkAttachment(name string) error {
	if !fs.ValidPath(name) || name == "." || strings.ContainsAny(name, `\:`) {
		return fmt.Errorf("%.80q is no file name inside the report's folder", name)
	}
	return nil
}

// isNumber says whether v is of a numeric kind and has no text of its own.
func isNumber(v any) bool {
	switch v.(type) {
	case nil, fmt.Stringer, error:
		return false
	}
	kind := reflect.TypeOf(v).Kind()
	return kind >= reflect.Int && kind <= reflect.Float64 && kind != reflect.Uintptr
}

// isScalar says whether data is one JSON string or number.
func isScalar(data []byte) bool {
	if !json.Valid(data) {
		return false
	}
	return strings.IndexByte(`"-0123456789`, bytes.TrimSpace(data)[0]) >= 0
}

// quoted returns text as a JSON string.
func quoted(text string) json.RawMessage { return must(encoded(text)) }

// encoded returns v in compact JSON that leaves <, > and & readable: whoever
// puts a report into HTML has to escape it anyway.
func encoded(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSpace(b.Bytes()), nil
}

// must is for what is always JSON: texts, and raw messages that are valid.
func must(data []byte, err error) []byte {
	if err != nil {
		panic("report: " + err.Error())
	}
	return data
}

// decodeStrictly decodes one JSON value, all of data, without unknown fields.
func decodeStrictly(data []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("something follows after the JSON value")
	}
	return nil
}
