package capabilities_test

import (
	"os"
	"regexp"
	"slices"
	"testing"

	"socketspec/fixtures/stacks"
)

// TestCapabilitiesAreTried checks that capabilities.go tries each capability of
// package stacks once, in the same order.
func TestCapabilitiesAreTried(t *testing.T) {
	source, err := os.ReadFile("capabilities.go")
	if err != nil {
		t.Fatal(err)
	}
	entry := regexp.MustCompile(`Entry\(".+", Label\("capability:([a-z0-9-]+)"\), stacks\.\w+, [\w.]+\),`)
	var tried []stacks.Capability
	for _, match := range entry.FindAllSubmatch(source, -1) {
		tried = append(tried, stacks.Capability(match[1]))
	}
	if want := stacks.Capabilities(); !slices.Equal(tried, want) {
		t.Errorf("capabilities.go tries %v\nand package stacks has %v", tried, want)
	}
}
