package spec_test

import (
	"socketspec/fixtures/system"
	"socketspec/spec"
)

// known is what this system is known to do wrong. Only of Wine anything is: it
// has been seen, which of Windows has not.
func known() (options []spec.Option) {
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
