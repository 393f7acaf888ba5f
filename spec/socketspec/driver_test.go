package main

import (
	"regexp"
	"strings"
	"testing"

	"socketspec/fixtures/stacks/driven"
)

// driver is the command of a driver: this test binary, with an argument that takes
// quotes.
func driver(t *testing.T) string {
	t.Helper()
	return quoted(self(t)) + " " + quoted(drives)
}

// TestDriver runs specs on a driver, with second processes, which start their own.
func TestDriver(t *testing.T) {
	got := run(t, "-driver", driver(t), "-json", "-chapter", "capabilities", "-spec", "(udp|processes),")
	report := got.only(t)
	if report.Totals.Passed != 2 || got.status != passed || report.Capabilities["processes"] != "" || report.Capabilities["net-view"] == "" {
		t.Errorf("it ends with %d: %+v\n%s", got.status, report.Totals, got.stderr)
	}
}

// TestDriverReproduction has a failure end with a command that has the driver too.
func TestDriverReproduction(t *testing.T) {
	args := []string{"-driver", driver(t), "-patience", "300ms", "-spec", "^Recv when the peer has sent more than was asked for keeps"}
	first := inFolder(t, t.TempDir(), "recv-drops-the-rest", args...)
	command := regexp.MustCompile(`(?m)^  This spec alone:\n    (.*)$`).FindStringSubmatch(first.stdout)
	if len(command) != 2 || first.status != failed {
		t.Fatalf("it ends with %d:\n%s%s", first.status, first.stdout, first.stderr)
	}
	again, err := words(command[1])
	if err != nil {
		t.Fatal(err)
	}
	got := inFolder(t, t.TempDir(), "recv-drops-the-rest", again[1:]...)
	if got.status != failed || !strings.Contains(got.stdout, ": 1 specs, seed ") || !strings.Contains(got.stdout, command[1]) {
		t.Errorf("it ends with %d:\n%s%s", got.status, got.stdout, got.stderr)
	}
}

// TestCheck checks a driver that is right, and one that is none.
func TestCheck(t *testing.T) {
	right := run(t, "check", "-driver", driver(t))
	if right.status != passed || !strings.Contains(right.stdout, "recv") || strings.Contains(right.stdout, string(driven.Wrong)+" ") {
		t.Errorf("it ends with %d, and prints %s%s", right.status, right.stdout, right.stderr)
	}
	wrong := run(t, "-check", "-driver", quoted(self(t))+" version")
	if wrong.status != failed || !strings.Contains(wrong.stdout, string(driven.Wrong)+" ") {
		t.Errorf("it ends with %d, and prints %s%s", wrong.status, wrong.stdout, wrong.stderr)
	}
	if none := run(t, "-check", "-driver", "/no/such/program"); none.status != cannotRun {
		t.Errorf("it ends with %d, and prints %s%s", none.status, none.stdout, none.stderr)
	}
}
