package render

import (
	"regexp"
	"slices"
	"strings"
)

// A searchIndex is what the search of the book looks through: pages/search.js. It is data
// of its own, and not the page, so that a book of several pages can have it in a file.
type searchIndex struct {
	Entries []searchEntry `json:"entries"`
	// Synonyms are the names of one thing, for each thing.
	Synonyms [][]string `json:"synonyms"`
	// Chapters are what is offered where nothing was found.
	Chapters []searchEntry `json:"chapters"`
}

// A searchEntry is something that answers a question.
type searchEntry struct {
	// At is its anchor.
	At string `json:"at"`
	// Page is the file that has it, in a book of several.
	Page string `json:"page,omitempty"`
	Kind string `json:"kind"`
	// Names are those by which it is asked for exactly: then it comes first.
	Names []string `json:"names,omitempty"`
	// Titles are in English and in Chinese.
	Titles  []string `json:"titles"`
	Verdict string   `json:"verdict,omitempty"`
	// Texts are what it says, each with its kind.
	Texts [][2]string `json:"texts,omitempty"`
	// Specs are its specs: for each circumstance what that is, and then by turns what a
	// spec says there and its anchor, without what all anchors begin with.
	Specs [][]string `json:"specs,omitempty"`
}

// say adds texts of a kind.
func (e *searchEntry) say(kind string, texts ...string) {
	for _, text := range texts {
		if text != "" {
			e.Texts = append(e.Texts, [2]string{kind, text})
		}
	}
}

// Search is the index of the book.
func (b *book) Search() searchIndex {
	index := searchIndex{Synonyms: synonyms(), Chapters: b.helps()}
	for _, t := range b.Glossary {
		index.Entries = append(index.Entries, termEntry(t))
	}
	for _, e := range b.Errors {
		index.Entries = append(index.Entries, errorEntry(e))
	}
	for _, c := range b.Calls {
		index.Entries = append(index.Entries, callEntry(c))
	}
	for _, part := range b.Parts {
		for _, c := range part.Chapters {
			index.Chapters = append(index.Chapters, searchEntry{At: "chapter-" + c.Name, Kind: "chapter", Titles: []string{c.Title, c.TitleZH}})
			for _, entry := range c.Claims {
				index.Entries = append(index.Entries, b.claimEntry(entry))
			}
		}
	}

	return index
}

// helps are what is offered before the chapters.
func (b *book) helps() (places []searchEntry) {
	if len(b.Errors) > 0 {
		places = append(places, searchEntry{At: "errors", Kind: "chapter", Titles: []string{"If you see this error", "看到这个错误时"}})
	}
	if len(b.Calls) > 0 {
		places = append(places, searchEntry{At: "calls", Kind: "chapter", Titles: []string{"Each call: what it returns, and when it waits", "每个调用：返回什么，何时等待"}})
	}

	return append(places, searchEntry{At: "glossary", Kind: "chapter", Titles: []string{"Glossary", "术语表"}})
}

func termEntry(t term) searchEntry {
	e := searchEntry{At: "term-" + t.ID, Kind: "word", Titles: []string{t.Name, t.NameZH}}
	e.Names = append(strings.Split(t.Name, ", "), strings.FieldsFunc(t.NameZH, func(r rune) bool { return r == '、' || r == '，' })...)
	e.say("truth", t.Says, t.SaysZH)

	return e
}

func errorEntry(e seenError) searchEntry {
	made := searchEntry{At: e.Anchor(), Kind: "error", Names: append([]string{e.ID}, e.Errnos...), Titles: []string{e.Title.EN, e.Title.ZH}}
	if len(e.Names) > 0 {
		made.Titles = []string{strings.Join(e.Errnos, ", ") + ": " + e.Names[0].Linux.Text}
	}
	for _, seen := range e.Seen {
		made.say("note", seen.By+": "+seen.Text)
	}
	made.say("truth", e.Means.EN, e.Means.ZH)
	for _, cause := range e.Causes {
		made.say("note", cause.EN, cause.ZH)
	}
	for _, text := range e.Do {
		made.say("note", text.EN, text.ZH)
	}

	return made
}

func callEntry(c askedCall) searchEntry {
	e := searchEntry{At: c.Anchor(), Kind: "call", Names: strings.Split(c.Title, ", "), Titles: []string{c.Title}}
	e.say("truth", c.Returns.EN, c.Returns.ZH, c.Waits.EN, c.Waits.ZH)
	for _, s := range c.Surprises {
		e.say("note", s.EN, s.ZH)
	}

	return e
}

func (b *book) claimEntry(c *claim) searchEntry {
	e := searchEntry{At: c.ID, Kind: "claim", Names: []string{c.ID}, Titles: []string{c.Says, c.SaysZH}, Verdict: string(c.Verdict)}
	e.say("truth", c.Truth, c.TruthZH)
	for _, n := range c.Notes {
		e.say("note", n.System+": "+n.Text)
	}
	for _, clause := range c.Clauses {
		e.say("clause", clause.Source+": "+clause.Says)
	}
	for _, o := range c.Observed {
		e.say("observed", o.Name)
	}
	var code []string
	for _, g := range c.Groups {
		specs := []string{strings.Join(g.Path, " ")}
		for _, s := range g.Specs {
			code = append(code, codeWords(s.Code)...)
			if !g.Again(s) {
				specs = append(specs, s.Text, strings.TrimPrefix(s.Anchor, "spec-"))
			}
		}
		if len(specs) > 1 {
			e.Specs = append(e.Specs, specs)
		}
	}
	slices.Sort(code)
	e.say("code", strings.Join(slices.Compact(code), " "))

	return e
}

// systemWords are the words of code that somebody looks for: constants of the system, and
// the calls.
var systemWords = regexp.MustCompile(`\b[A-Z][A-Z0-9_]{2,}\b|\.[A-Z][A-Za-z]+\(`)

func codeWords(code string) (words []string) {
	for _, word := range systemWords.FindAllString(code, -1) {
		words = append(words, strings.Trim(word, ".("))
	}

	return words
}
