package claims_test

import (
	"slices"
	"testing"

	"socketspec/spec/claims"
)

// renamed is a list in which one text changed twice, and another once.
var renamed = map[string]string{
	"Recv looks at data":  "Recv peeks",
	"Recv peeks":          "Recv peeks at the data",
	"Accept takes a call": "Accept takes a connection",
}

func TestCurrent(t *testing.T) {
	for text, want := range map[string]string{
		"Recv looks at data":     "Recv peeks at the data",
		"Recv peeks":             "Recv peeks at the data",
		"Recv peeks at the data": "Recv peeks at the data",
		"Accept takes a call":    "Accept takes a connection",
		"Send sends":             "Send sends",
	} {
		if got := claims.CurrentIn(renamed, text); got != want {
			t.Errorf("%q is now %q, want %q", text, got, want)
		}
	}
}

func TestFormer(t *testing.T) {
	for text, want := range map[string][]string{
		"Recv peeks at the data":    {"Recv looks at data", "Recv peeks"},
		"Accept takes a connection": {"Accept takes a call"},
		"Recv peeks":                nil,
		"Send sends":                nil,
	} {
		if got := claims.FormerIn(renamed, text); !slices.Equal(got, want) {
			t.Errorf("%q was once %q, want %q", text, got, want)
		}
	}
}

// TestAliases checks the list itself: a text that came back would have no present
// text.
func TestAliases(t *testing.T) {
	for old := range claims.Aliases {
		if now := claims.Current(old); now == old || claims.Aliases[now] != "" {
			t.Errorf("%q leads back to a former text", old)
		}
	}
}
