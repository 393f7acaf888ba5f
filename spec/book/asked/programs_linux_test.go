package asked_test

import (
	"context"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"socketspec/spec/book/asked"
)

// TestPrograms runs each program as it is printed, and compares what it prints with what
// stands behind its lines. They are written for Linux: elsewhere the numbers and texts of
// errors are others.
func TestPrograms(t *testing.T) {
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("needs CPython 3.10 or later: apt-get install python3")
	}
	if exec.CommandContext(t.Context(), python, "-c", "import sys; sys.exit(sys.version_info < (3, 10))").Run() != nil {
		t.Skip("needs CPython 3.10 or later: this one is older")
	}
	for _, name := range asked.Programs() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			program := asked.Program(name)
			if got, want := run(t, python, program), promised(program); !kept(got, want) {
				t.Errorf("it printed %q, and promises %q", got, want)
			}
		})
	}
}

// run returns the lines that a program printed.
func run(t *testing.T, python, program string) []string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	out, err := exec.CommandContext(ctx, python, "-I", "-c", program).CombinedOutput()
	if err != nil {
		t.Fatalf("%v:\n%s", err, out)
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	slices.Sort(lines)

	return lines
}

var printed = regexp.MustCompile(`(?m)^ *print\(.*\)  # (.*)$`)

// promised are the lines that a program says it prints: "a, then b" are two, and so is
// "a, twice". What differs each time is "…".
func promised(program string) (lines []string) {
	for _, found := range printed.FindAllStringSubmatch(program, -1) {
		for line := range strings.SplitSeq(found[1], ", then ") {
			again := strings.TrimSuffix(line, ", twice")
			if again != line {
				lines = append(lines, again)
			}
			lines = append(lines, again)
		}
	}
	slices.Sort(lines)

	return lines
}

// kept says whether every line was promised, and every promise kept.
func kept(got, want []string) bool {
	if len(got) != len(want) {
		return false
	}
	for _, line := range want {
		if at := slices.Index(got, line); at >= 0 {
			got = slices.Delete(slices.Clone(got), at, at+1)
		} else if !strings.HasPrefix(line, "…") {
			return false
		}
	}

	return true
}

// TestPromises has a program that says nothing be none, and each print say what it prints.
func TestPromises(t *testing.T) {
	for _, name := range asked.Programs() {
		program := asked.Program(name)
		if said, prints := len(printed.FindAllString(program, -1)), strings.Count(program, "print("); said == 0 || said != prints {
			t.Errorf("%s: of %d prints %d say what they print", name, prints, said)
		}
	}
	if kept([]string{"a"}, []string{"b"}) || kept([]string{"a", "a"}, []string{"a"}) || !kept([]string{"a", "2"}, []string{"a", "… ms"}) {
		t.Error("kept takes one line for another")
	}
}

// TestClasses asks Python which class each error has.
func TestClasses(t *testing.T) {
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("needs CPython: apt-get install python3")
	}
	var script strings.Builder
	var want []string
	script.WriteString("import errno\n")
	for _, e := range asked.Errors() {
		for _, name := range e.Errnos {
			errno, _ := asked.FindErrno(name)
			script.WriteString("print('" + name + "', type(OSError(errno." + name + ", '')).__name__)\n")
			want = append(want, name+" "+errno.Python)
		}
	}
	slices.Sort(want)
	if got := run(t, python, script.String()); !slices.Equal(got, want) {
		t.Errorf("Python has %q, not %q", got, want)
	}
}
