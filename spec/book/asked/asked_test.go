package asked_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"socketspec/spec/book/asked"
	"socketspec/spec/claims"
)

// TestEntries has every entry be whole: in both languages, of claims that there are, and
// under an id of its own.
func TestEntries(t *testing.T) {
	seen := map[string]bool{}
	for _, e := range asked.Errors() {
		entry(t, seen, e.Anchor(), e.Claims())
		texts(t, e.Anchor(), append([]asked.Text{e.Means}, e.Do...)...)
		points(t, e.Anchor(), e.Causes)
		if len(e.Errnos) == 0 {
			texts(t, e.Anchor(), e.Title)
		}
		for _, name := range e.Errnos {
			if _, found := asked.FindErrno(name); !found {
				t.Errorf("%s: nobody knows %s", e.Anchor(), name)
			}
		}
		if asked.Program(e.Anchor()) == "" {
			t.Errorf("%s has no program", e.Anchor())
		}
	}
	for _, c := range asked.Calls() {
		entry(t, seen, c.Anchor(), c.Every())
		texts(t, c.Anchor(), c.Returns, c.Waits)
		points(t, c.Anchor(), c.Surprises)
	}
}

func entry(t *testing.T, seen map[string]bool, anchor string, ids []string) {
	t.Helper()
	if seen[anchor] {
		t.Errorf("two entries are %s", anchor)
	}
	seen[anchor] = true
	if len(ids) == 0 {
		t.Errorf("%s names no claim", anchor)
	}
	for _, id := range ids {
		if _, found := claims.Find(id); !found {
			t.Errorf("%s: there is no claim %s", anchor, id)
		}
	}
}

func texts(t *testing.T, anchor string, all ...asked.Text) {
	t.Helper()
	for _, text := range all {
		if text.EN == "" || text.ZH == "" {
			t.Errorf("%s: a text is not in both languages: %q", anchor, text)
		}
	}
}

func points(t *testing.T, anchor string, all []asked.Point) {
	t.Helper()
	if len(all) == 0 {
		t.Errorf("%s has no cause or surprise", anchor)
	}
	for _, p := range all {
		texts(t, anchor, p.Text)
	}
}

// TestDrawings has every drawing be of an entry and of a spec that there is.
func TestDrawings(t *testing.T) {
	published, err := os.ReadFile(filepath.Join("..", "..", "contents", "testdata", "permalinks.txt"))
	if err != nil {
		t.Fatal(err)
	}
	specs := strings.Split(string(published), "\n")
	drawn := 0
	draws := func(anchor string) {
		if text := asked.Drawing(anchor); text != "" {
			drawn++
			if !slices.Contains(specs, text) {
				t.Errorf("%s: there is no spec %q", anchor, text)
			}
		}
	}
	for _, e := range asked.Errors() {
		draws(e.Anchor())
	}
	for _, c := range asked.Calls() {
		draws(c.Anchor())
	}
	if drawn != asked.Drawings {
		t.Errorf("%d entries have drawings, and %d drawings are there", drawn, asked.Drawings)
	}
}

// TestFindings has a program for each claim of the tutorial that does not simply hold,
// and no program for what is not there.
func TestFindings(t *testing.T) {
	var wanted []string
	for _, c := range claims.Tutorial.Claims() {
		if c.Verdict != claims.Holds {
			wanted = append(wanted, c.ID)
		}
	}
	for _, e := range asked.Errors() {
		wanted = append(wanted, e.Anchor())
	}
	for _, name := range wanted {
		if !slices.Contains(asked.Programs(), name) {
			t.Errorf("%s has no program", name)
		}
	}
	for _, name := range asked.Programs() {
		if !slices.Contains(wanted, name) {
			t.Errorf("the program %s belongs to nothing", name)
		}
	}
}
