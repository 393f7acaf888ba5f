package command

import (
	"io"
	"strings"

	"socketspec/spec/strength/kills"
)

// A screen shows what becomes of the stacks.
type screen struct {
	io.Writer
	done    int
	verbose bool
}

// tell prints a line for a stack that is through.
func (s *screen) tell(e kills.Entry) {
	s.done++
	ending := kills.Judge(kills.Matrix{Entries: []kills.Entry{e}, Scope: kills.Scope{FirstKill: true}}, nil).Entries[0].Ending
	say(s, "%3d  %-36s %s: %d of %d specs fail, %.1f s\n", s.done, e.Name, ending, e.Failed, e.Passed+e.Failed, e.Seconds)
	if !s.verbose {
		return
	}
	for _, k := range e.Kills {
		say(s, "      %s (%s, %.1f s)\n        %s\n", k.Spec, k.How, k.Seconds, strings.ReplaceAll(k.Message, "\n", "\n        "))
	}
}

// end prints the sums, and what is wrong.
func (s *screen) end(m kills.Matrix, file string) {
	say(s, "\n%s", kills.Summary(m))
	if file != "" {
		say(s, "The matrix: %s\n", file)
	}
	if len(m.Findings) > 0 {
		say(s, "What is wrong:\n- %s\n", strings.Join(m.Findings, "\n- "))
	}
}
