package spec_test

import (
	"regexp"
	"testing"

	"socketspec/spec"
)

// titled is a stack of which only the name matters.
type titled struct{ spec.Stack }

func (titled) Name() string { return "stack (1.0) of sockets" }

// TestMatching has Ginkgo's focus find what the regular expression finds in the text of
// the spec alone.
func TestMatching(t *testing.T) {
	for _, pattern := range []string{
		"Recv", "^Recv", "^Recv returns$", "returns$", "sockets", "^How", "^stack", "1.0", "^", "$", "^$", "",
		"^Send|returns$", "(?i)^RECV", "(?m)^Recv", "^(Send|Recv) ", "^ ", " ", `\ARecv`, `\bRecv`, "e.*s", "^eturns", "[^S]",
	} {
		focus, err := spec.Matching(titled{}, pattern)
		if err != nil {
			t.Errorf("%q: %v", pattern, err)
			continue
		}
		for _, text := range []string{"Recv returns", "Send", "A socket returns", "Send (1.0) to Recv returns"} {
			want := regexp.MustCompile(pattern).MatchString(text)
			if got := regexp.MustCompile(focus).MatchString("How sockets behave: stack (1.0) of sockets " + text); got != want {
				t.Errorf("%q matches %q: %v, and as the focus %q: %v", pattern, text, want, focus, got)
			}
		}
	}
	if _, err := spec.Matching(titled{}, "("); err == nil {
		t.Error("( is a regular expression")
	}
}
