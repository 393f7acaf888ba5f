package report_test

import (
	"encoding/json"
	"math"
	"reflect"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/onsi/ginkgo/v2/types"

	"socketspec/spec/report"
)

// observed returns a value of the kind that specs record.
func observed() report.Observed {
	return report.Observed{
		Claim: claimID(), Name: "admitted, listen(5)", Value: report.ValueOf(6), Unit: "connections",
		Bounds: "at least 0 & <any>", Clause: "POSIX.1-2024 listen()",
	}
}

func TestValueOf(t *testing.T) {
	type count uint16
	for _, test := range []struct {
		v    any
		want string
	}{
		{6, "6"},
		{int64(math.MaxInt64), "9223372036854775807"},
		{count(7), "7"},
		{0.5, "0.5"},
		{math.NaN(), `"NaN"`},
		{math.Inf(1), `"+Inf"`},
		{"ECONNRESET <&>", `"ECONNRESET <&>"`},
		{time.Second, `"1s"`},
		{syscall.Errno(0x7fffffff), `"` + syscall.Errno(0x7fffffff).Error() + `"`},
		{true, `"true"`},
		{[]int{7, 3}, `"[7 3]"`},
		{nil, `"<nil>"`},
	} {
		equal(t, "value", string(report.ValueOf(test.v)), test.want)
	}
}

func TestObservedTravels(t *testing.T) {
	want := observed()
	anything := any(want) // as a caller would get it wrong
	for name, value := range map[string]any{"as text": want.Entry(), "as a Go value": anything} {
		ginkgo := suite(recording(spec(10, "returns"), report.ObservedEntry, value))
		for _, arrived := range []types.Report{ginkgo, parallel(t, ginkgo)} {
			got, err := report.DecodeObserved(arrived.SpecReports[0].ReportEntries[0])
			if err != nil || !reflect.DeepEqual(got, want) {
				t.Errorf("%s: got %+v and error %v, want %+v", name, got, err, want)
			}
		}
	}
}

func TestEntryIsAlwaysJSON(t *testing.T) {
	o := observed()
	o.Value = json.RawMessage("ECONNRESET")
	node := only(t, recording(spec(10, "returns"), report.ObservedEntry, o.Entry()))
	equal(t, "value", string(node.Observed[0].Value), `"ECONNRESET"`)
}

func TestMalformedEntries(t *testing.T) {
	entry := func(spoil func(*report.Observed)) string {
		o := observed()
		spoil(&o)
		return o.Entry()
	}
	for words, value := range map[string]any{
		"names no claim":          entry(func(o *report.Observed) { o.Claim = " " }),
		"has no name":             entry(func(o *report.Observed) { o.Name = "" }),
		"neither a string nor":    entry(func(o *report.Observed) { o.Value = json.RawMessage(" [1]") }),
		"neither a string":        entry(func(o *report.Observed) { o.Value = nil }),
		"unknown field":           `{"claim":"a","name":"b","value":1,"unti":"c"}`,
		"something follows":       observed().Entry() + "{}",
		"invalid character":       "six connections",
		"cannot unmarshal number": 6,
	} {
		got := only(t, recording(spec(10, "returns"), report.ObservedEntry, value))
		if len(got.Observed) != 0 || len(got.Malformed) != 1 || !strings.Contains(got.Malformed[0], words) {
			t.Errorf("got %+v and %q, want nothing and %q", got.Observed, got.Malformed, words)
		}
	}
}

func TestAttachments(t *testing.T) {
	for _, name := range []string{"close.pcap", "linux-6.18/close.pcap"} {
		got := only(t, recording(spec(10, "returns"), report.AttachmentEntry, name))
		if !slices.Equal(got.Attachments, []string{name}) || got.Malformed != nil {
			t.Errorf("got %q and %q, want %q", got.Attachments, got.Malformed, name)
		}
	}
	for _, bad := range []any{"", ".", "../close.pcap", "/etc/passwd", `..\close.pcap`, "C:close.pcap", "a//b", 7} {
		got := only(t, recording(spec(10, "returns"), report.AttachmentEntry, bad))
		if len(got.Attachments) != 0 || len(got.Malformed) != 1 {
			t.Errorf("%v: got %q and %q, want a refusal", bad, got.Attachments, got.Malformed)
		}
	}
}

func TestOtherEntriesAreNoConcern(t *testing.T) {
	got := only(t, recording(spec(10, "returns"), "duration", time.Second))
	if got.Observed != nil || got.Attachments != nil || got.Malformed != nil {
		t.Errorf("got %+v, want nothing recorded", got)
	}
}
