package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestUsage has help be asked for, list the program's own flags, and no other's.
func TestUsage(t *testing.T) {
	got := run(t, "-h")
	if help := run(t, "help"); help != got {
		t.Errorf("help is %+v, and not -h", help)
	}
	for _, want := range []string{"-driver command", "-baseline file", "socketspec compare", "3  it could not run"} {
		if !strings.Contains(got.stdout, want) {
			t.Errorf("it does not have %q", want)
		}
	}
	if foreign := regexp.MustCompile(`-(test|ginkgo|rapid|gleak|socketspec)\.\w+`).FindString(got.stdout); foreign != "" || got.status != passed || got.stderr != "" {
		t.Errorf("it has %q, and ends with %d and %q:\n%s", foreign, got.status, got.stderr, got.stdout)
	}
}

// TestDocumentation has the documentation name each flag and each status as the help
// does.
func TestDocumentation(t *testing.T) {
	text, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	doc := strings.ReplaceAll(string(text), "//", "")
	_, statuses, _ := strings.Cut(usage(), "Exit status:\n")
	for line := range strings.Lines(statuses) {
		if !strings.Contains(doc, strings.TrimSpace(line)) {
			t.Errorf("the documentation does not have %q", line)
		}
	}
}

// TestStatus ends the program in all the ways that arguments can.
func TestStatus(t *testing.T) {
	folder := t.TempDir()
	file, bad := filepath.Join(folder, "file"), filepath.Join(folder, "bad.json")
	write(t, file, "")
	write(t, bad, "{}")
	for line, want := range map[string]struct {
		status int
		says   string // in standard error
	}{
		"-no-such-flag":             {misused, "flag provided but not defined: -no-such-flag (socketspec -h lists the flags)"},
		"-test.v":                   {misused, "not defined: -test.v"},
		"words":                     {misused, `"words" is no flag and no command`},
		"-seed x":                   {misused, "-seed"},
		"-seed -1":                  {misused, "-seed -1 is negative"},
		"-repeat 0":                 {misused, "-repeat 0 is not positive"},
		"-patience 0s":              {misused, "-patience 0s is not positive"},
		"-outline -claims":          {misused, "at a time"},
		"-check":                    {misused, "-check needs -driver"},
		"-claim recv.none":          {misused, `there is no claim "recv.none"; there are recv.needs-maximum, recv.blocks,`},
		"-claim none":               {misused, `there is no claim "none"; there are concept.`},
		"-chapter recv,none":        {misused, `there is no chapter "none"; there are concept, client,`},
		"-spec (":                   {misused, "-spec: error parsing regexp"},
		"-spec nosuchspec":          {misused, "no spec is as -spec nosuchspec asks"},
		"-spec nosuchspec -outline": {misused, "no spec is as -spec nosuchspec asks"},
		"-chapter recv -spec ^Send": {misused, "no spec is as -chapter recv -spec '^Send' asks"},
		"-driver 'x":                {misused, "a quote is not closed"},
		"-baseline " + file:         {misused, "-baseline: report " + file},
		"-driver /no/such/program":  {cannotRun, "/no/such/program"},
		"-report " + filepath.Join(file, "x") + " -chapter recv": {cannotRun, "the reports cannot be written"},
		"compare " + bad:             {misused, "compare takes two reports"},
		"compare " + bad + " " + bad: {misused, "it has no schema"},
		"book -in " + folder:         {failed, "no report of a run is in"},
		"check":                      {misused, "-check needs -driver"},
	} {
		got := run(t, strings.Fields(line)...)
		if got.status != want.status || !strings.Contains(got.stderr, want.says) || got.stdout != "" {
			t.Errorf("%s: it ends with %d and %q, and prints %q; want %d and %q", line, got.status, got.stderr, got.stdout, want.status, want.says)
		}
	}
}

// TestPatience has the environment stand for flags, and flags come before it.
func TestPatience(t *testing.T) {
	t.Setenv(patienceVariable, "7s")
	t.Setenv(reportsVariable, "-")
	o, err := parse(nil)
	if err != nil || o.patience.String() != "7s" || !o.json || o.report != "" || o.progress {
		t.Errorf("got %+v and error %v", o, err)
	}
	o, err = parse([]string{"-patience=9s", "-report=x", "-progress"})
	if err != nil || o.patience.String() != "9s" || o.json || o.report != "x" || !o.progress {
		t.Errorf("got %+v and error %v", o, err)
	}
	t.Setenv(patienceVariable, "long")
	if _, err = parse(nil); err == nil || !strings.Contains(err.Error(), patienceVariable) {
		t.Errorf("got error %v", err)
	}
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestVersion names what the program was built from.
func TestVersion(t *testing.T) {
	if got := run(t, "version"); got.status != passed || !regexp.MustCompile(`^socketspec \S.*\ngo1\S+, \d+ claims, reports of schema \d\n$`).MatchString(got.stdout) {
		t.Errorf("it ends with %d, and prints %q", got.status, got.stdout)
	}
}
