// Package known lists what systems are known to do wrong: with these options their own
// sockets are put under the specification.
package known

import (
	"socketspec/fixtures/system"
	"socketspec/spec"
)

// Failures are those of this system. Only of Wine any are known: it has been seen,
// which Windows has not.
func Failures() (options []spec.Option) {
	if !system.Wine() {
		return nil
	}
	const (
		reason    = "Wine says ECONNRESET where Windows says ENOTCONN and POSIX EPIPE or ENOTCONN"
		reference = "Wine 8.0, dlls/ntdll/unix/socket.c: EPIPE of the system below becomes STATUS_CONNECTION_RESET"
	)

	return append(options, spec.ExpectFailure(
		"A client that takes its calls out of their order cannot send before it has connected", reason, reference))
}
