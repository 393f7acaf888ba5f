package spec_test

import (
	"testing"

	"socketspec/fixtures/stacks/host"
	"socketspec/spec"
)

func TestSpec(t *testing.T) { spec.Run(t, host.New()) }
