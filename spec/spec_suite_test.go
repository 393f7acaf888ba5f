package spec_test

import (
	"os"
	"testing"

	_ "github.com/onsi/ginkgo/v2" // by this import the ginkgo command knows a suite, and runs it in parallel

	"socketspec/fixtures/hosts"
	"socketspec/fixtures/stacks/host"
	"socketspec/spec"
	"socketspec/spec/known"
)

// TestMain has the hosts of a wire be made without privileges where that can be.
func TestMain(m *testing.M) {
	hosts.Enter()
	m.Run()
}

// TestSpec puts this machine under test. SOCKETSPEC_EXPECT in the environment lists
// the capabilities that it must have.
func TestSpec(t *testing.T) {
	expected := spec.Named(os.Getenv("SOCKETSPEC_EXPECT"))
	spec.Run(t, host.New(), append(known.Failures(), spec.Expect(expected...))...)
}
