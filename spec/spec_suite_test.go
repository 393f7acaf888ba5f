package spec_test

import (
	"testing"

	_ "github.com/onsi/ginkgo/v2" // by this import the ginkgo command knows a suite, and runs it in parallel

	"socketspec/fixtures/hosts"
	"socketspec/fixtures/stacks/host"
	"socketspec/spec"
)

// TestMain has the hosts of a wire be made without privileges where that can be.
func TestMain(m *testing.M) {
	hosts.Enter()
	m.Run()
}

func TestSpec(t *testing.T) { spec.Run(t, host.New(), known()...) }
