package main

import (
	"os"
	"slices"
	"strings"
	"testing"

	"socketspec/spec"
	"socketspec/spec/report"
)

// filters are some, and each is tried.
var filters = [][]string{
	{"-claim", "recv.excess-kept, recv.bytes"},
	{"-claim", "recv.excess-kept", "-claim", "send.counts-bytes", "-spec", "^Recv"},
	{"-chapter", "send", "-spec", "returns$|bytes"},
	{"-chapter", "capabilities", "-spec", "peek|udp,"},
	{"-chapter", "capabilities,client", "-spec", "(?i)^A C"},
	{"-spec", "^Recv when the peer has sent text returns bytes, which may end inside a character$"},
}

// TestFilters runs what the outline lists: Ginkgo leaves out the same specs that
// the program does.
func TestFilters(t *testing.T) {
	contents, err := spec.Contents()
	if err != nil {
		t.Fatal(err)
	}
	for _, args := range filters {
		o, err := parse(args)
		if err != nil {
			t.Fatal(err)
		}
		want := ids(contents, func(s report.Spec) bool { return o.leaves(s) })
		got := run(t, append(slices.Clone(args), "-json")...)
		ran := ids(got.only(t), func(s report.Spec) bool { return s.Outcome != report.NotRun })
		if len(want) == 0 || !slices.Equal(ran, want) || got.status != passed {
			t.Errorf("%q: it ends with %d and runs %q, and lists %q", args, got.status, ran, want)
		}
		outline := run(t, append(slices.Clone(args), "-outline")...).stdout
		for _, s := range contents.Specs {
			if slices.Contains(want, s.ID) && !strings.Contains(outline, s.Text+"\n") {
				t.Errorf("%q: the outline does not have %q:\n%s", args, s.ID, outline)
			}
		}
	}
}

func ids(run report.Run, is func(report.Spec) bool) (ids []string) {
	for _, s := range run.Specs {
		if is(s) {
			ids = append(ids, s.ID)
		}
	}

	return ids
}

// TestOutline lists everything where no filter is given.
func TestOutline(t *testing.T) {
	contents, err := spec.Contents()
	if err != nil {
		t.Fatal(err)
	}
	got := run(t, "-outline")
	if got.status != passed || got.stdout != report.Contents(contents) {
		t.Errorf("it ends with %d, and the outline is not that of the contents", got.status)
	}
}

// TestClaims lists the claims that are asked for.
func TestClaims(t *testing.T) {
	got := run(t, "-claims", "-chapter", "listen,recv")
	if got.status != misused {
		t.Errorf("listen is no chapter, and it ends with %d", got.status)
	}
	all := run(t, "-claims").stdout
	one := run(t, "-claims", "-chapter", "recv").stdout
	if !strings.HasPrefix(one, "RECV (-chapter recv)\n  recv.needs-maximum (holds, ") || !strings.Contains(one, "      → It returns bytes: ") {
		t.Errorf("the claims on recv are:\n%s", one)
	}
	if !strings.Contains(all, one) || strings.Contains(one, "send.counts-bytes") {
		t.Error("the claims do not hold those on recv as they are by themselves")
	}
}

// TestCapabilities lists each, with what it is, and why the stack does not have it.
func TestCapabilities(t *testing.T) {
	got := inFolder(t, t.TempDir(), "", "-capabilities")
	for _, c := range spec.Capabilities() {
		if !strings.Contains(got.stdout, " "+string(c)+", ") {
			t.Errorf("%s and what it is, is not listed:\n%s", c, got.stdout)
		}
	}
	for _, c := range spec.Named(os.Getenv("SOCKETSPEC_EXPECT")) {
		if !strings.Contains(got.stdout, "  ✓ "+string(c)+", ") {
			t.Errorf("%s is expected here, and is not there:\n%s", c, got.stdout)
		}
	}
	if got.status != passed || !strings.Contains(got.stdout, "  - text-send, to send characters and not bytes\n      send takes bytes in Go") {
		t.Errorf("it ends with %d, and prints:\n%s", got.status, got.stdout)
	}
}
