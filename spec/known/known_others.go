//go:build !windows

// Package known lists what systems are known to do wrong: with these options their own
// sockets are put under the specification.
package known

import (
	"socketspec/fixtures/system"
	"socketspec/spec"
)

// Failures are those of this system. Of kernels any are known of gVisor's alone.
func Failures() []spec.Option {
	if system.GVisor() {
		return GVisor()
	}

	return nil
}
