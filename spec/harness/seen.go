package harness

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	. "github.com/onsi/ginkgo/v2"

	"socketspec/fixtures/stacks"
	"socketspec/fixtures/system"
)

// A sighting is what a spec has seen of the states of one end of a connection. If the
// spec fails, that says more than the last state: which ones came before, and when.
type sighting struct {
	end    string
	begun  time.Time
	before map[string]int // what the system had counted

	mu     sync.Mutex
	last   string
	states []string
}

// sightings are those of the spec that runs.
var sightings struct {
	sync.Mutex
	all []*sighting
}

// seeing begins to see, for the spec that runs. If that fails, its report has what was
// seen of the connections of its last attempts.
func seeing(end string) *sighting {
	s := &sighting{end: end, begun: time.Now(), before: system.TCPCounters()}
	sightings.Lock()
	defer sightings.Unlock()
	if sightings.all = append(sightings.all, s); len(sightings.all) == 1 {
		Cleanup(reportSightings)
	}

	return s
}

func reportSightings() {
	const last = 4
	sightings.Lock()
	defer sightings.Unlock()
	for _, s := range sightings.all[max(0, len(sightings.all)-last):] {
		if CurrentSpecReport().Failed() {
			AddReportEntry("states seen", s.String(), ReportEntryVisibilityFailureOrVerbose)
		}
	}
	sightings.all = nil
}

// note notes a state that is another one than before.
func (s *sighting) note(state stacks.State, err error) {
	now := string(state)
	if err != nil {
		now = err.Error()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if now == s.last {
		return
	}
	s.last = now
	if len(s.states) < 20 {
		s.states = append(s.states, fmt.Sprintf("%s after %.3f ms", now, float64(time.Since(s.begun).Microseconds())/1000))
	}
}

func (s *sighting) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	text := s.end + ": " + strings.Join(s.states, ", ")
	if counted := s.counted(); counted != "" {
		text += "\n  meanwhile, on all connections of this system: " + counted
	}

	return text
}

// telling are the counters that tell why a connection may have ended in another way:
// segments that were sent again, resets, TIME-WAIT that was cut short.
var telling = []string{"RetransSegs", "OutRsts", "EstabResets", "Timeouts", "Probe", "DSACK", "TW", "TimeWait", "Abort", "Drop", "Prune", "Syncookies"}

// counted returns how the counters that tell something have changed.
func (s *sighting) counted() string {
	var changes []string
	after := system.TCPCounters()
	for _, name := range slices.Sorted(maps.Keys(after)) {
		tells := slices.ContainsFunc(telling, func(part string) bool { return strings.Contains(name, part) })
		if change := after[name] - s.before[name]; tells && change != 0 {
			changes = append(changes, fmt.Sprintf("%s +%d", name, change))
		}
	}

	return strings.Join(changes, ", ")
}
