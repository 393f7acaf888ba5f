package render_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"html"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"socketspec/spec/book/render"
)

var reports = flag.String("reports", "", "a folder of reports, whose book is searched and not that of the ledger alone")

// TestPhrasings types what people type: the first that the search finds is right for four
// of five, and one of the first three for nineteen of twenty.
func TestPhrasings(t *testing.T) {
	for _, file := range []string{"phrasings.txt", "others.txt"} {
		t.Run(file, func(t *testing.T) { typePhrasings(t, phrasings(t, file)) })
	}
}

func typePhrasings(t *testing.T, asked []phrasing) {
	t.Helper()
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
	if len(asked) < 100 || first*100 < len(asked)*80 || three*100 < len(asked)*95 {
		t.Errorf("want 80 of 100 first, and 95 among three")
	}
}

// A phrasing is what somebody types, and the entries that are right answers.
type phrasing struct {
	text  string
	right []string
}

func phrasings(t *testing.T, file string) (found []phrasing) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "search", file))
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

// TestQuestions has what answers each question of programmers stand where the permalink
// leads, in the words that are written down for it.
func TestQuestions(t *testing.T) {
	page, err := render.HTML(nil, nil, render.Settings{})
	if err != nil {
		t.Fatal(err)
	}
	asked := questions(t)
	if len(asked) != 30 {
		t.Errorf("there are %d questions, want 30", len(asked))
	}
	for _, q := range asked {
		if q.words == "" || !strings.Contains(textAt(string(page), q.at), q.words) {
			t.Errorf("%s\n#%s does not say %q, but: %s", q.text, q.at, q.words, textAt(string(page), q.at))
		}
	}
}

// A question is what a programmer asks, where that is answered, and in which words.
type question struct{ text, at, words string }

func questions(t *testing.T) (found []question) {
	t.Helper()
	data, err := os.ReadFile("testdata/search/questions.txt")
	if err != nil {
		t.Fatal(err)
	}
	for block := range strings.SplitSeq(string(data), "\n\n") {
		var q question
		for line := range strings.Lines(block) {
			line = strings.TrimSuffix(line, "\n")
			switch kind, rest, _ := strings.Cut(line, " "); kind {
			case "?":
				q.text = rest
			case "@":
				q.at = rest
			case "=":
				q.words = rest
			}
		}
		if q.text != "" {
			found = append(found, q)
		}
	}

	return found
}

var (
	entries = regexp.MustCompile(`(?s)<article [^>]*?\bid="([^"]+)".*?</article>|<dt id="([^"]+)".*?</dd>`)
	tags    = regexp.MustCompile(`<[^>]*>`)
)

// textAt is what an entry says, as it is read: an article, or a word of the glossary.
func textAt(page, id string) string {
	for _, found := range entries.FindAllStringSubmatch(page, -1) {
		if found[1] == id || found[2] == id {
			return strings.Join(strings.Fields(html.UnescapeString(tags.ReplaceAllString(found[0], " "))), " ")
		}
	}

	return ""
}

// TestSearch has what is asked for by name come first, the glossary before all others,
// however the name is written; rare words weigh more than those that are everywhere.
func TestSearch(t *testing.T) {
	wanted := [][2]string{
		{"TIME_WAIT", "term-time-wait"},
		{"time wait", "term-time-wait"},
		{"timewait", "term-time-wait"},
		{"Time-Wait", "term-time-wait"},
		{"EWOULDBLOCK", "term-blocking"},
		{"close.shutdown", "close.shutdown"},
		{"s.shutdown(socket.SHUT_RDWR)", "call-shutdown"},
		{"dial tcp: connection refused", "error-ECONNREFUSED"},
		{"socket stays open after process killed", "fork.kill-unread-resets"},
	}
	var typed []string
	for _, want := range wanted {
		typed = append(typed, want[0])
	}
	for i, got := range searched(t, typed) {
		if got.At[0] != wanted[i][1] {
			t.Errorf("%q: got %v, want %v", typed[i], got.At[0], wanted[i][1])
		}
	}
}

// TestMended has words that are nearly right, or not all there yet, be mended; nothing be
// made up; and the sentence be shown that has matched.
func TestMended(t *testing.T) {
	answers := searched(t, []string{"ECONNRESTE", "econnre", "xyzzy plugh", "probe carries one byte"})
	for i, got := range answers[:2] {
		if got.At[0] != "error-ECONNRESET" || !slices.Equal(got.Mended, []string{"econnreset"}) {
			t.Errorf("%d: got %v, mended as %q", i, got.At[0], got.Mended)
		}
	}
	if got := answers[2]; len(got.At) > 0 || !slices.Equal(got.Mended, []string{"", ""}) {
		t.Errorf("got %v for what is not there", got)
	}
	if got := answers[3]; got.At[0] != "peer.zero-window" || got.Sentence != "gVisor netstack: A probe carries one byte." {
		t.Errorf("got %v with %q", got.At[0], got.Sentence)
	}
}

// TestIndex has all that the search can find be somewhere on the page.
func TestIndex(t *testing.T) {
	runs := sources(whole("linux 6.18"))
	page, err := render.HTML(runs, nil, render.Settings{})
	if err != nil {
		t.Fatal(err)
	}
	data, err := render.IndexOf(runs, render.Settings{})
	if err != nil {
		t.Fatal(err)
	}
	var index struct {
		Entries, Chapters []struct {
			At    string
			Specs [][]string
		}
	}
	if err = json.Unmarshal(data, &index); err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, entry := range append(index.Entries, index.Chapters...) {
		contains(t, string(page), `id="`+entry.At+`"`)
		for _, specs := range entry.Specs {
			for i := 2; i < len(specs); i += 2 {
				contains(t, string(page), `id="spec-`+specs[i]+`"`)
				found++
			}
		}
	}
	for _, file := range []string{"phrasings.txt", "others.txt"} {
		for _, p := range phrasings(t, file) {
			for _, id := range p.right {
				contains(t, string(page), `id="`+id+`"`)
			}
		}
	}
	if len(index.Entries) < 200 || len(index.Chapters) < 20 || found < 100 {
		t.Errorf("there are %d entries, %d specs and %d chapters", len(index.Entries), found, len(index.Chapters))
	}
}
