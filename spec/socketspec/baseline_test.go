package main

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestBaseline has what fails in an earlier report fail no more than that, and what is
// new, fixed or gone be told.
func TestBaseline(t *testing.T) {
	folder := t.TempDir()
	args := []string{"-patience", "300ms", "-claim", "recv.excess-kept,recv.returns-early", "-spec", "^Recv (when|of)"}
	before := inFolder(t, folder, "recv-drops-the-rest", append(args, "-json")...)
	if totals := before.only(t).Totals; before.status != failed || totals.Failed == 0 {
		t.Fatalf("it ends with %d: %+v", before.status, totals)
	}
	baseline := filepath.Join(folder, "baseline.json")
	write(t, baseline, before.stdout)
	args = append(args, "-baseline", baseline)
	for _, test := range []struct {
		fault  string
		status int
		says   []string
	}{
		{"recv-drops-the-rest", passed, []string{"known to fail: Recv when the peer has sent more than was asked for keeps the rest", " specs came out the same"}},
		{"recv-nothing-of-less", failed, []string{"Regressions (", "[FAILED]", "passed → failed", "Fixed ("}},
		{"", passed, []string{"failed → passed", "The baseline is out of date by"}},
	} {
		got := inFolder(t, folder, test.fault, args...)
		for _, want := range test.says {
			if !strings.Contains(got.stdout, want) {
				t.Errorf("%q: it does not say %q:\n%s", test.fault, want, got.stdout)
			}
		}
		if got.status != test.status || got.status == passed && strings.Contains(got.stdout, "Regressions") {
			t.Errorf("%q: it ends with %d, want %d:\n%s", test.fault, got.status, test.status, got.stdout)
		}
	}
}

// TestGoneBaseline has a spec of the baseline be gone, and an old text be known.
func TestGoneBaseline(t *testing.T) {
	folder := t.TempDir()
	before := inFolder(t, folder, "", "-json", "-spec", "has no peer, or names the one that refused$")
	text := before.stdout
	for now, then := range map[string]string{
		"A socket whose connect was refused has no peer, or names the one that refused": "A socket whose connect was refused has no peer",
		"Recv before the peer has sent anything waits":                                  "Recv of an earlier time",
	} {
		if text = strings.ReplaceAll(text, `"id":"`+now+`"`, `"id":"`+then+`"`); !strings.Contains(text, then+`"`) {
			t.Fatalf("there is no spec %q", now)
		}
	}
	baseline := filepath.Join(folder, "baseline.json")
	write(t, baseline, text)
	got := inFolder(t, folder, "", "-baseline", baseline, "-spec", "has no peer, or names the one that refused$")
	says := regexp.MustCompile(`Gone \(1\):\n  - Recv of an earlier time: was not-run\n  \d+ specs came out the same, 1 are new\.`)
	if got.status != passed || !says.MatchString(got.stdout) {
		t.Errorf("it ends with %d:\n%s", got.status, got.stdout)
	}
}
