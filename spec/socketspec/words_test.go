package main

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestWords(t *testing.T) {
	for command, want := range map[string][]string{
		"":                             nil,
		"  ./mystack\t--flag ":         {"./mystack", "--flag"},
		`python3 -c 'print("a b")'`:    {"python3", "-c", `print("a b")`},
		`"a b"c'd e' ''`:               {"a bcd e", ""},
		`"it's" 'say "so"'`:            {"it's", `say "so"`},
		"sh -c 'cd x &&\n./driver $1'": {"sh", "-c", "cd x &&\n./driver $1"},
	} {
		if got, err := words(command); err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: got %q and error %v, want %q", command, got, err, want)
		}
	}
	for _, command := range []string{"'", `a "b`, `"'`} {
		if got, err := words(command); err == nil {
			t.Errorf("%s: got %q", command, got)
		}
	}
}

// TestEscapes has a backslash be what it is in a shell, where it is not in each path.
func TestEscapes(t *testing.T) {
	if !escapes() {
		t.Skip("a backslash separates the folders of a path here")
	}
	want := []string{"a b", `c"d`, `e\f`, "'", "$g"}
	if got, err := words(`a\ b "c\"d" "e\f" \' "\$g"`); err != nil || !slices.Equal(got, want) {
		t.Errorf("got %q and error %v, want %q", got, err, want)
	}
	if got, err := words(`a\`); err == nil {
		t.Errorf("got %q", got)
	}
}

// TestQuoted has any word survive a shell's reading.
func TestQuoted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.String().Draw(t, "word")
		if got, err := words("x " + quoted(word)); err != nil || !slices.Equal(got, []string{"x", word}) {
			t.Fatalf("%q is quoted as %s, which reads %q, error %v", word, quoted(word), got, err)
		}
	})
}
