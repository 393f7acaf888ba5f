// Package chapter_test puts a stack of another module under the specification and
// under a chapter of this module.
package chapter_test

import (
	"flag"
	"testing"

	"example.test/elsewhere"

	"socketspec/spec"

	_ "example.test/chapter/idle"
)

// reports is where the report goes.
var reports = flag.String("reports", "report/runs", "the `folder` for the report")

func TestSockets(t *testing.T) { spec.Run(t, elsewhere.Stack{}, spec.ReportTo(*reports)) }
