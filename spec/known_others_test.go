//go:build !windows

package spec_test

import "socketspec/spec"

// known is what this system is known to do wrong: nothing.
func known() []spec.Option { return nil }
