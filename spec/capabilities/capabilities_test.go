package capabilities_test

import (
	_ "embed" // the source is not there when the compiled test runs elsewhere
	"regexp"
	"slices"
	"testing"

	"socketspec/fixtures/stacks"
)

//go:embed capabilities.go
var source []byte

// TestCapabilitiesAreTried checks that capabilities.go tries each capability of
// package stacks once, in the same order.
func TestCapabilitiesAreTried(t *testing.T) {
	entry := regexp.MustCompile(`Entry\(".+", Label\("capability:([a-z0-9-]+)"\), stacks\.\w+, [\w.]+\),`)
	var tried []stacks.Capability
	for _, match := range entry.FindAllSubmatch(source, -1) {
		tried = append(tried, stacks.Capability(match[1]))
	}
	if want := stacks.Capabilities(); !slices.Equal(tried, want) {
		t.Errorf("capabilities.go tries %v\nand package stacks has %v", tried, want)
	}
}
