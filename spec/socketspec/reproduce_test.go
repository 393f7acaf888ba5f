package main

import (
	"regexp"
	"strings"
	"testing"
	"time"
)

// TestReproduction fails a property, and then runs the command that the failure ends
// with: the same spec alone fails in the same try, and with
// another seed in another.
func TestReproduction(t *testing.T) {
	first := inFolder(t, t.TempDir(), spoils, "-spec", "^Recv returns whatever was sent", "-seed", "7")
	commands := regexp.MustCompile(`(?m)^  This spec alone:\n    (.*)$`).FindAllStringSubmatch(first.stdout, -1)
	if len(commands) != 1 || first.status != failed {
		t.Fatalf("it ends with %d, and with %q:\n%s", first.status, commands, first.stdout)
	}
	line := commands[0][1]
	if want := ` -seed 7 -spec '^Recv returns whatever was sent, in order and once, for any pieces sent and any sizes asked for$'`; !strings.HasSuffix(line, want) {
		t.Errorf("the command is %s, want %s", line, want)
	}
	args, err := words(line)
	if err != nil || args[0] != self(t) {
		t.Fatalf("got %q and error %v", args, err)
	}
	again := inFolder(t, t.TempDir(), spoils, args[1:]...)
	if drawn(first) == "" || drawn(again) != drawn(first) || !strings.Contains(again.stdout, ": 1 specs, seed 7") {
		t.Errorf("again it draws\n%s\nwant\n%s", drawn(again), drawn(first))
	}
	args[2] = "1000"
	if other := inFolder(t, t.TempDir(), spoils, args[1:]...); drawn(other) == "" || drawn(other) == drawn(first) {
		t.Errorf("another seed draws\n%s", drawn(other))
	}
}

// drawn is the try in which a property has failed, by its number and by its own seed.
// (The example is not always made as small: how a stream is cut differs.)
func drawn(e ending) string {
	return strings.Join(regexp.MustCompile(`failed after \d+ tests|rapid\.seed=\d+`).FindAllString(e.stdout, -1), " ")
}

// TestAlone quotes what a shell would read otherwise.
func TestAlone(t *testing.T) {
	o := &options{driver: "./it's --flag", seed: 3, patience: time.Minute}
	want := ` -driver './it'\''s --flag' -patience 1m0s -seed 3 -spec '^A \(b\)$'`
	if got := o.alone("A (b)"); !strings.HasSuffix(got, want) {
		t.Errorf("got %s, want %s", got, want)
	}
}
