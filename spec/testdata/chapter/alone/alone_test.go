// Package alone_test runs the chapter of this module and nothing else, and writes no
// report. It must not import socketspec/spec, and neither may its stack: with that
// package come the chapters of the specification.
package alone_test

import (
	"testing"
	"time"

	. "github.com/onsi/ginkgo/v2"

	"socketspec/fixtures/stacks/host"
	"socketspec/spec/harness"

	_ "example.test/chapter/idle"
)

func TestIdleConnections(t *testing.T) {
	if err := harness.Begin(host.New(), harness.Settings{Test: t.Name(), Patience: 10 * time.Second}); err != nil {
		t.Fatal(err)
	}
	RunSpecs(t, "Idle connections")
}
