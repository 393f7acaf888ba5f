//go:build !windows

// Package known lists what systems are known to do wrong: with these options their own
// sockets are put under the specification.
package known

import "socketspec/spec"

// Failures are those of this system: none.
func Failures() []spec.Option { return nil }
