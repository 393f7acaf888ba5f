package command_test

import (
	"testing"

	"socketspec/spec"
	"socketspec/spec/claims"
	"socketspec/spec/strength/kills"
)

// TestIdleNames has the list of the specs that notice nothing name specs that there are,
// by their present texts. Whether they still notice nothing takes minutes to know.
func TestIdleNames(t *testing.T) {
	contents, err := spec.Contents()
	if err != nil {
		t.Fatal(err)
	}
	there := map[string]bool{}
	for _, s := range contents.Specs {
		there[s.ID] = true
	}
	for _, r := range kills.Idle() {
		if now := claims.Current(r.Spec); !there[r.Spec] {
			t.Errorf("spec/strength/kills/idle.txt lists %q, and there is no such spec (now %q)", r.Spec, now)
		}
	}
}
