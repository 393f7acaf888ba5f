package render_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"socketspec/spec/book/render"
)

var reports = flag.String("reports", "", "a folder of reports, whose book is searched and not that of the ledger alone")

// TestPhrasings types what people type: the first that the search finds is right for four
// of five, and one of the first three for nineteen of twenty.
func TestPhrasings(t *testing.T) {
	asked := phrasings(t)
	var typed []string
	for _, p := range asked {
		typed = append(typed, p.text)
	}
	var first, three int
	for i, found := range searched(t, typed) {
		at := slices.IndexFunc(found.At, func(id string) bool { return slices.Contains(asked[i].right, id) })
		if at == 0 {
			first++
		} else {
			t.Logf("%q: right is number %d of %v", asked[i].text, at+1, found.At[:min(3, len(found.At))])
		}
		if at >= 0 && at < 3 {
			three++
		}
	}
	t.Logf("of %d phrasings %d bring a right answer first, and %d among the first three", len(asked), first, three)
	if first*100 < len(asked)*80 || three*100 < len(asked)*95 {
		t.Errorf("want 80 of 100 first, and 95 among three")
	}
}

// A phrasing is what somebody types, and the entries that are right answers.
type phrasing struct {
	text  string
	right []string
}

func phrasings(t *testing.T) (found []phrasing) {
	t.Helper()
	data, err := os.ReadFile("testdata/search/phrasings.txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		if text, right, is := strings.Cut(line, " = "); is && !strings.HasPrefix(line, "#") {
			found = append(found, phrasing{text, strings.Fields(right)})
		}
	}

	return found
}

// An answer is what the search says.
type answer struct {
	At       []string // the entries, the best first
	Sentence string   // what matched in the first of them
	Mended   []string // words in place of those that the book does not have
}

// searched has the page's own script answer.
func searched(t *testing.T, typed []string) (answers []answer) {
	t.Helper()
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("needs node: apt-get install nodejs")
	}
	index, err := render.IndexOf(collected(t), render.Settings{Options: render.Options{Source: os.DirFS("../../..")}})
	if err != nil {
		t.Fatal(err)
	}
	input, err := json.Marshal(map[string]any{"index": json.RawMessage(index), "typed": typed})
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), node, "testdata/search/ask.js", "pages/search.js")
	cmd.Stdin = bytes.NewReader(input)
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v:\n%s", err, said.String())
	}
	if err = json.Unmarshal(out, &answers); err != nil || len(answers) != len(typed) {
		t.Fatalf("%d answers to %d questions, error %v", len(answers), len(typed), err)
	}

	return answers
}

func collected(t *testing.T) []render.Source {
	t.Helper()
	if *reports == "" {
		return nil
	}
	found, refused, err := render.Collect(*reports)
	if err != nil || len(refused) > 0 {
		t.Fatalf("refused %v, error %v", refused, err)
	}

	return found
}
