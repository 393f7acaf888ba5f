package mutants_test

import (
	"go/build"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"socketspec/spec/mutate/mutants"
)

// TestOperators makes the mutants of a small program and runs each: it prints what it
// should print, and nothing else about the other functions.
func TestOperators(t *testing.T) {
	source := read(t, "testdata/small.go.txt")
	all, program := compile(t, source, read(t, "testdata/main.go.txt"))
	plain := prints(t, program, 0)
	want := wanted(source)
	for _, m := range all {
		if m.File == "main.go" {
			continue // it is what prints
		}
		id := strings.TrimPrefix(m.ID(), "small.go ")
		line, known := want[id]
		if !known {
			t.Errorf("a mutant that was not wanted: %s", id)
			continue
		}
		delete(want, id)
		changed := prints(t, program, m.Number)
		for name, value := range changed {
			expected := plain[name]
			if name == m.Func {
				expected = line
			}
			if value != expected {
				t.Errorf("%s: %s prints %q, want %q", id, name, value, expected)
			}
		}
		if len(changed) != len(plain) {
			t.Errorf("%s: it prints %v", id, changed)
		}
	}
	for id := range want {
		t.Errorf("no mutant: %s", id)
	}
}

func read(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}

	return string(text)
}

// wanted reads the comments of the program: //~ id => what its function prints then.
func wanted(source string) map[string]string {
	want := map[string]string{}
	for line := range strings.Lines(source) {
		if text, is := strings.CutPrefix(strings.TrimSpace(line), "//~ "); is {
			id, value, _ := strings.Cut(text, " => ")
			want[id] = value
		}
	}

	return want
}

// TestIDsStay changes a program in ways that leave the ids of a function's mutants alone.
func TestIDsStay(t *testing.T) {
	const (
		before = "package main\n\n"
		f      = "func f(a, b int) int {\n\tif a < b {\n\t\treturn a - b\n\t}\n\tif a < b {\n\t\ta += 2\n\t}\n\n\treturn a\n}\n"
	)
	want := ids(t, before+f)
	if len(want) != 12 || !slices.Contains(want, "small.go f border 2: a < b") {
		t.Fatalf("the ids are\n%s", strings.Join(want, "\n"))
	}
	for _, source := range []string{
		before + "// A comment.\n\nvar x = 1\n\n" + f,
		before + "func g(a int) int {\n\tif a < 5 {\n\t\treturn 6\n\t}\n\treturn a\n}\n\n" + f,
		before + strings.ReplaceAll(f, "a < b", "a  <  b"),
	} {
		got := slices.DeleteFunc(ids(t, source), func(id string) bool { return !strings.HasPrefix(id, "small.go f ") })
		if !slices.Equal(got, want) {
			t.Errorf("the ids of f are\n%s\nwant\n%s\nof\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"), source)
		}
	}
	changed := ids(t, before+strings.Replace(f, "a - b", "a - 2*b", 1))
	if slices.Contains(changed, "small.go f arithmetic 1: a - b") {
		t.Error("the id of what was changed is still there")
	}
}

// TestLongTextsDiffer: an id shows a part of a long text, and still tells it from others.
func TestLongTextsDiffer(t *testing.T) {
	long := strings.Repeat("very", 30)
	all := ids(t, "package main\n\nvar "+long+" func(int)\n\nfunc init() {\n\t"+long+"(0)\n\t"+long+"(1)\n}\n")
	if len(all) != 4 || len(slices.Compact(slices.Sorted(slices.Values(all)))) != 4 || len(all[0]) > 140 {
		t.Errorf("the ids are %q", all)
	}
}

// ids are those of a program.
func ids(t *testing.T, source string) (all []string) {
	t.Helper()
	made, _ := write(t, source, "package main\n\nfunc main() {}\n")
	for _, m := range made {
		all = append(all, m.ID())
	}

	return all
}

// write makes the mutants of a program, and returns the folder of its module too.
func write(t *testing.T, small, program string) ([]mutants.Mutant, string) {
	t.Helper()
	dir := t.TempDir()
	files := map[string][]byte{"small.go": []byte(small), "main.go": []byte(program), "go.mod": []byte("module small\n\ngo 1.26\n")}
	save(t, dir, files)
	p, err := mutants.Load(dir, build.Default.GOOS)
	if err != nil {
		t.Fatal(err)
	}
	made, files, err := p.Write()
	if err != nil {
		t.Fatal(err)
	}
	save(t, dir, files)

	return made, dir
}

func save(t *testing.T, dir string, files map[string][]byte) {
	t.Helper()
	for name, data := range files {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// compile compiles a program with its mutants in it.
func compile(t *testing.T, small, main string) (all []mutants.Mutant, program string) {
	t.Helper()
	all, dir := write(t, small, main)
	program = filepath.Join(dir, "small.exe")
	command := exec.Command("go", "build", "-o", program, ".")
	command.Dir = dir
	if out, err := command.CombinedOutput(); err != nil {
		text, _ := os.ReadFile(filepath.Join(dir, "small.go"))
		t.Fatalf("%v\n%s\n%s", err, out, text)
	}

	return all, program
}

// prints runs the program with a mutant, and returns its lines "name value".
func prints(t *testing.T, program string, mutant int) map[string]string {
	t.Helper()
	command := exec.Command(program)
	command.Env = append(os.Environ(), mutants.Chosen+"="+strconv.Itoa(mutant))
	out, err := command.CombinedOutput()
	if err != nil {
		t.Fatalf("mutant %d: %v\n%s", mutant, err, out)
	}

	return maps.Collect(func(yield func(string, string) bool) {
		for line := range strings.Lines(string(out)) {
			name, value, _ := strings.Cut(strings.TrimSpace(line), " ")
			if !yield(name, value) {
				return
			}
		}
	})
}

// TestReached has a program write which mutants it comes past.
func TestReached(t *testing.T) {
	all, program := compile(t, "package main\n", "package main\n\nimport \"fmt\"\n\nfunc main() {\n\tif len(fmt.Sprint()) == 0 {\n\t\treturn\n\t}\n\tfmt.Println(7)\n}\n")
	file := filepath.Join(t.TempDir(), "reached")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	command := exec.Command(program)
	command.Env = append(os.Environ(), mutants.Reached+"="+file)
	if out, err := command.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Fields(string(data)); len(all) != 4 || !slices.Equal(got, []string{"1", "2"}) {
		t.Errorf("it has come past %q, of %v", got, all)
	}
}
