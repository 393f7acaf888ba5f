package spec

import (
	"fmt"
	"slices"
	"strings"

	"socketspec/spec/harness"
)

// Expect names capabilities that the stack must have where this run takes place. One
// that is denied fails the run, with the reason of the denial: otherwise the specs
// that need it would only be skipped, and a machine that has lost IPv6 would stay
// green.
func Expect(capabilities ...Capability) Option {
	return func(s *harness.Settings) { s.Needed = append(s.Needed, capabilities...) }
}

// Named reads capabilities from a list, such as a variable of the environment:
// their names, separated by commas.
func Named(list string) (capabilities []Capability) {
	for name := range strings.SplitSeq(list, ",") {
		if name = strings.TrimSpace(name); name != "" {
			capabilities = append(capabilities, Capability(name))
		}
	}

	return capabilities
}

// checkNames reports an expected capability that does not exist.
func checkNames(needed []Capability) error {
	for _, c := range needed {
		if !slices.Contains(Capabilities(), c) {
			return fmt.Errorf("spec.Expect: there is no capability %q, only %q", c, Capabilities())
		}
	}

	return nil
}

// lacking returns a finding for each expected capability that the stack denies.
func lacking(needed []Capability, denials map[string]string) (findings []string) {
	for _, c := range needed {
		if why := denials[string(c)]; why != "" {
			findings = append(findings, fmt.Sprintf("%s is expected here, and the stack denies it: %s", c, why))
		}
	}

	return findings
}
