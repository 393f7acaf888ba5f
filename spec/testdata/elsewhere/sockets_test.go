// Package elsewhere stands for a module outside of this repository: it has a
// stack of its own, and puts it under the specs.
package elsewhere

import (
	"testing"

	"socketspec/spec"
)

func TestSockets(t *testing.T) { spec.Run(t, Stack{}) }
