package report_test

import (
	"encoding/json"
	"testing"

	"socketspec/spec/report"
)

// story is a run of two files, whose specs are sorted by location as in any.
func story() report.Run {
	place := func(s report.Spec, file string, line int) report.Spec {
		s.Location = report.Location{File: file, Line: line}
		return s
	}

	return report.Run{Specs: []report.Spec{
		place(report.Spec{Text: "is reported", Claims: []string{"bind.failure-reported"}, Containers: []string{"Bind"}, Outcome: report.Failed}, "spec/a.go", 1),
		place(report.Spec{Text: "gives an address", Claims: []string{"bind.claims-address"}, Containers: []string{"Bind", "with a port"}, Outcome: report.Passed}, "spec/b.go", 1),
		place(report.Spec{Text: "gives another", Claims: []string{"bind.claims-address"}, Containers: []string{"Bind", "with a port"}, Outcome: report.Skipped, Reason: "needs luck"}, "spec/b.go", 2),
		place(report.Spec{
			Text: "waits", Claims: []string{"recv.blocks"}, Containers: []string{"Recv"}, Outcome: report.Passed,
			Observed: []report.Observed{{Name: "how long", Value: json.RawMessage(`"a while"`)}},
		}, "spec/c.go", 1),
		place(report.Spec{Text: "comes", Claims: []string{"recv.blocks"}, Containers: []string{"Recv", "of one"}, Outcome: report.Passed}, "spec/c.go", 3),
		place(report.Spec{Text: "comes", Claims: []string{"recv.blocks"}, Containers: []string{"Recv", "of two"}, Outcome: report.Passed}, "spec/c.go", 3),
		place(report.Spec{Text: "goes", Claims: []string{"recv.blocks"}, Containers: []string{"Recv", "of one"}, Outcome: report.Passed}, "spec/c.go", 4),
		place(report.Spec{Text: "was left out", Claims: []string{"recv.blocks"}, Containers: []string{"Recv"}, Outcome: report.NotRun}, "spec/c.go", 2),
		place(report.Spec{Text: "can do it", Containers: []string{"A capability"}, Outcome: report.Expected, Reason: "known"}, "spec/d.go", 1),
	}, Narrowed: []string{"--focus=x"}}
}

func TestOutline(t *testing.T) {
	const want = `BIND, LISTEN, ACCEPT
  Bind
    with a port
      ✓ gives an address
      - gives another
          (needs luck)
    ✗ is reported

RECV
  Recv
    ✓ waits
        observed: how long: a while
    of one
      ✓ comes
      ✓ goes
    of two
      ✓ comes

THE STACK
  A capability
    ! can do it
        (known)
`
	if got := report.Outline(story()); got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}
