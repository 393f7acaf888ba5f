// Package host_test puts this machine's kernel under the specification and under a
// chapter of this module.
package host_test

import (
	"flag"
	"testing"

	"socketspec/fixtures/stacks/host"
	"socketspec/spec"

	_ "example.test/chapter/idle"
)

// reports is where the report goes.
var reports = flag.String("reports", "report/runs", "the `folder` for the report")

func TestSockets(t *testing.T) { spec.Run(t, host.New(), spec.ReportTo(*reports)) }
