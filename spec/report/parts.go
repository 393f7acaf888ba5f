package report

import (
	"socketspec/spec/claims"
)

// A Part counts one part of the book. The two are always counted apart.
type Part struct {
	// Part is 1 for what the tutorial says, and 2 for what it leaves out.
	Part claims.Part `json:"part"`
	// Claims is how many it has.
	Claims int `json:"claims"`
	// Shown is how many of them the run has shown: the sum of the next three, which are
	// their verdicts.
	Shown   int `json:"shown"`
	Holds   int `json:"holds"`
	HoldsIf int `json:"holdsIf"`
	Refuted int `json:"refuted"`
	// Specs counts the specs that cite one of its claims first.
	Specs Totals `json:"specs"`
}

// CountParts counts the parts of the book, in their order, in a document of any
// schema. A part of which the run's ledger had no claim is left out.
func CountParts(run Run) (parts []Part) {
	of := map[string]claims.Part{}
	for _, part := range claims.Parts() {
		counted := Part{Part: part}
		for _, claim := range run.claimsOf(part) {
			of[claim.ID] = part
			counted.add(claim)
		}
		for _, spec := range run.Specs {
			if len(spec.Claims) > 0 && of[spec.Claims[0]] == part {
				counted.Specs.add(spec.Outcome)
			}
		}
		if counted.Claims > 0 {
			parts = append(parts, counted)
		}
	}

	return parts
}

// add counts one more claim.
func (p *Part) add(claim Claim) {
	p.Claims++
	if !claim.Shown {
		return
	}
	p.Shown++
	switch claim.Verdict {
	case claims.Holds:
		p.Holds++
	case claims.HoldsIf:
		p.HoldsIf++
	case claims.Refuted:
		p.Refuted++
	}
}

// claimsOf returns the claims of a part that the run's ledger had.
func (r Run) claimsOf(part claims.Part) (found []Claim) {
	for _, claim := range r.Claims {
		if claim.part() == part {
			found = append(found, claim)
		}
	}

	return found
}

// part is the part of a claim. Ledgers that did not tell had Part I alone.
func (c Claim) part() claims.Part {
	if c.Part == 0 {
		return claims.Tutorial
	}

	return c.Part
}
