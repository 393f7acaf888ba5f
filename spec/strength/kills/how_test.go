package kills_test

import (
	"strings"
	"testing"

	"socketspec/spec/report"
	"socketspec/spec/strength/kills"
)

// TestHow tells an assertion from what only a bound has ended, by what the report says.
func TestHow(t *testing.T) {
	const leak = "calls that hung or panicked\nExpected\n    <[]string | len:1, cap:1>: [\"Recv hung on a socket made by Accept\"]\nto be empty"
	for _, test := range []struct {
		name, kind, message string
		how                 kills.How
	}{
		{"an assertion", "failed", "Expected\n    <int>: 1\nto equal\n    <int>: 2", kills.Asserted},
		{"one that speaks of hanging", "failed", "Expected\n    <string>: the picture hung\nto equal", kills.Asserted},
		{"a call that hung", "failed", "Unexpected error:\n    <*fmt.wrapError | 0xc000012345>:\n    Recv hung: it had not returned after 2s, and closing", kills.Awaited},
		{"a channel", "failed", "3 bytes are enough\nExpected\n    <<-chan struct {} | len:0, cap:0>: 0xc000012345f0\nto be open", kills.Asserted},
		{"an Eventually", "failed", "Timed out after 2.001s.\nExpected\n    <bool>: false", kills.Awaited},
		{"an Eventually that says what for", "failed", "the call has not returned\nTimed out after 2.001s.", kills.Awaited},
		{"an assertion, and a call that hangs afterwards", "failed", "Expected\n    <int>: 1\nto equal\n    <int>: 2\n" + leak, kills.Asserted},
		{"a call that hung, and nothing asserts it", "failed", leak, kills.Awaited},
		{"a call that panicked, and nothing asserts it", "failed", "calls that hung or panicked\n[\"Recv panicked on a socket\"]", kills.Panicked},
		{"a call that panicked", "failed", "Unexpected error:\n    Recv panicked: index out of range\n goroutine 1", kills.Panicked},
		{"the spec panicked", "panicked", "Test Panicked\nindex out of range", kills.Panicked},
		{"the suite's time is over", "timedout", "A suite timeout occurred", kills.TimedOut},
		{"it is interrupted", "interrupted", "Interrupted by User", kills.TimedOut},
	} {
		s := report.Spec{ID: "x", Claims: []string{"a"}, Seconds: 2, Failure: &report.Failure{Kind: test.kind, Message: test.message}}
		k := kills.NewKill(s, []string{"b", "a"})
		if k.How != test.how || !k.Cites || k.Seconds != 2 || strings.Contains(k.Message, "0xc000") {
			t.Errorf("%s: got %+v, want %s", test.name, k, test.how)
		}
	}
}

// TestBeginning keeps what one needs of a long message, and no more.
func TestBeginning(t *testing.T) {
	long := strings.Repeat("é", 1000) + "\n\n" + strings.Repeat("line\n", 100)
	k := kills.NewKill(report.Spec{ID: "x", Failure: &report.Failure{Kind: "failed", Message: long}}, nil)
	if n := len([]rune(k.Message)); n > 410 || !strings.HasSuffix(k.Message, " …") || k.Cites {
		t.Errorf("%d letters: %s", n, k.Message)
	}
	k = kills.NewKill(report.Spec{ID: "x", Failure: &report.Failure{Kind: "failed", Message: "a\n\n b \nc\nd\ne\nf\ng\n"}}, nil)
	if k.Message != "a\n b\nc\nd\ne\nf" {
		t.Errorf("it is %q", k.Message)
	}
}
