package kills

import (
	_ "embed"
	"slices"
	"strings"
)

// A Reason is why a spec notices none of the faults of the catalogue.
type Reason struct{ Spec, Why string }

// sometimes begins the reason of a spec that notices a fault in some runs only: a race
// decides. It may do either.
const sometimes = "sometimes"

func (r Reason) sometimes() bool { return strings.HasPrefix(r.Why, sometimes) }

//go:embed idle.txt
var idle string

// Idle returns the specs that are known to notice no fault that is put against their
// claims, each with the reason. The list is idle.txt. It is to become shorter, and fails
// the run when it is out of date.
func Idle() []Reason { return ParseIdle(idle) }

// ParseIdle reads such a list: a line that begins with # is a reason, and the lines
// below it are the specs, by their whole texts. A reason that begins with "sometimes"
// allows for specs that notice a fault in some runs.
func ParseIdle(text string) (all []Reason) {
	why := ""
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		switch reason, is := strings.CutPrefix(line, "#"); {
		case is:
			why = strings.TrimSpace(reason)
		case line != "":
			all = append(all, Reason{line, why})
		}
	}

	return all
}

// NotLookedAt is the reason of specs of which nobody has said yet why they notice
// nothing.
const NotLookedAt = "needs a fault: none of the catalogue breaks what it asserts, or the bounds of what it observes"

// Listed is the list as it should be after a whole run: without the specs that notice a
// fault, and with those that notice none. What is there already keeps its reason.
func Listed(m Matrix, idle []Reason) string {
	why := map[string]string{}
	order := []string{}
	for _, r := range idle {
		why[r.Spec] = r.Why
		order = append(order, r.Why)
	}
	order = append(order, NotLookedAt)
	byReason := map[string][]string{}
	for _, s := range m.Specs {
		reason, known := why[s.ID]
		switch {
		case s.Kills > 0 && !strings.HasPrefix(reason, sometimes), s.Skipped != "" && !known:
			continue
		case !known:
			reason = NotLookedAt
		}
		byReason[reason] = append(byReason[reason], s.ID)
	}
	var b strings.Builder
	for i, reason := range order {
		if len(byReason[reason]) == 0 || slices.Index(order, reason) < i {
			continue
		}
		if b.Len() > 0 {
			b.WriteString("\n")
		}
		b.WriteString("# " + reason + "\n" + strings.Join(byReason[reason], "\n") + "\n")
	}

	return b.String()
}
