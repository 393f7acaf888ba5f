package kills

import (
	"regexp"
	"slices"
	"strings"

	"socketspec/spec/report"
)

// What the harness says of calls that did not return, or did worse (harness/guard.go).
const (
	hung      = " hung: it had not returned after "
	panicked  = " panicked"
	ofCleanUp = "calls that hung or panicked"
)

// longestMessage is how many letters of a failure are kept.
const longestMessage = 400

// NewKill says how a spec has failed on a stack with these claims.
func NewKill(s report.Spec, claims []string) Kill {
	return Kill{Spec: s.ID, Cites: share(s.Claims, claims), How: howOf(*s.Failure), Message: beginning(s.Failure.Message), Seconds: s.Seconds}
}

// howOf tells an assertion from what only its outer bounds have ended. What came to
// light while the spec cleaned up says so only if nothing had failed before.
func howOf(f report.Failure) How {
	said, cleanUp, _ := strings.Cut(f.Message, ofCleanUp)
	onlyThere := strings.TrimSpace(said) == ""
	switch {
	case f.Kind == "panicked", strings.Contains(said, panicked+":"), onlyThere && strings.Contains(cleanUp, panicked):
		return Panicked
	case f.Kind != "failed":
		return TimedOut
	case strings.Contains(said, hung), strings.HasPrefix(said, "Timed out after "), strings.Contains(said, "\nTimed out after "), onlyThere && cleanUp != "":
		return Awaited
	}

	return Asserted
}

// address is where something lay in the memory of the process.
var address = regexp.MustCompile(`( \| )?0x[0-9a-f]{8,}`)

// beginning is as much of a message as one needs to know what it is about.
func beginning(message string) string {
	if said, _, found := strings.Cut(message, ofCleanUp); found && strings.TrimSpace(said) != "" {
		message = said
	}
	message = address.ReplaceAllString(message, "")
	var kept []string
	size := 0
	for line := range strings.Lines(message) {
		line = strings.TrimRight(line, " \t\r\n")
		if line == "" {
			continue
		}
		kept = append(kept, line)
		if size += len(line); len(kept) == 6 || size > longestMessage {
			break
		}
	}
	letters := []rune(strings.Join(kept, "\n"))
	if len(letters) > longestMessage {
		return string(letters[:longestMessage]) + " …"
	}

	return string(letters)
}

// share says whether two lists have an element in common.
func share(a, b []string) bool {
	return slices.ContainsFunc(a, func(x string) bool { return slices.Contains(b, x) })
}
