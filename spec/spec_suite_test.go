package spec_test

import (
	"testing"

	_ "github.com/onsi/ginkgo/v2" // by this import the ginkgo command knows a suite, and runs it in parallel

	"socketspec/fixtures/stacks/host"
	"socketspec/spec"
)

func TestSpec(t *testing.T) { spec.Run(t, host.New(), known()...) }
