package render

import "socketspec/spec/report"

// A cell says in a word what became of something on one system.
type cell struct {
	Class  string // the outcome's, from which its mark comes
	Count  string // of the specs that passed, where there are several
	Word   string
	System string
}

// cell says what a run has shown of a claim.
func (s system) cell(id string) cell {
	c, known := s.claim(id)
	t := c.Specs
	switch {
	case !known || t.Specs == 0:
		return cell{"none", "", "not asked", s.Short}
	case t.Failed > 0:
		return cell{"failed", fraction(t.Passed, t.Specs), of(t.Failed, t.Specs, "failed"), s.Short}
	case t.ExpectedFailures > 0:
		return cell{"expected", fraction(t.Passed, t.Specs), of(t.ExpectedFailures, t.Specs, "failed as expected"), s.Short}
	case c.Shown && t.Passed == t.Specs:
		return cell{"passed", fraction(t.Passed, t.Specs), of(t.Passed, t.Specs, "passed"), s.Short}
	case c.Shown:
		return cell{"passed", fraction(t.Passed, t.Specs), of(t.Passed, t.Specs, "passed, the others were left out"), s.Short}
	case t.Skipped > 0:
		return cell{"skipped", "", of(t.Skipped, t.Specs, "skipped"), s.Short}
	}

	return cell{"none", "", "not run", s.Short}
}

// cellOf says what became of a spec.
func cellOf(s report.Spec, system string) cell {
	switch s.Outcome {
	case report.Passed:
		return cell{"passed", "", "passed", system}
	case report.Failed:
		return cell{"failed", "", "failed", system}
	case report.Skipped:
		return cell{"skipped", "", "skipped", system}
	case report.Expected:
		return cell{"expected", "", "failed as expected", system}
	case report.NotRun:
	}

	return cell{"none", "", "not run", system}
}
