// Package known lists what systems are known to do wrong: with these options their own
// sockets are put under the specification.
package known

import (
	"slices"

	"socketspec/fixtures/system"
	"socketspec/spec"
)

// Failures are those of this system. Only of Wine any are known: it has been seen,
// which Windows has not.
func Failures() []spec.Option {
	if !system.Wine() {
		return nil
	}

	return slices.Concat(wineSends(), wineRefusals(), wineResets(), wineDatagrams(), wineDatagramShutdowns(), wineFlags())
}
