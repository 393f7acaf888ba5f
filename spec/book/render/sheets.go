package render

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html/template"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// What a book of several pages has beside its first, which is File, is called this and
// something more.
const sheetPrefix = "book-"

// The files that all pages of a book have in common.
const (
	styleFile  = sheetPrefix + "style.css"
	scriptFile = sheetPrefix + "script.js"
	indexFile  = sheetPrefix + "search.js"
	placesFile = sheetPrefix + "places.js"
)

// A sheet is a page of a book that has several.
type sheet struct {
	File           string
	Title, TitleZH string
	Body           template.HTML
	*book

	sections []section
	code     bool // it shows lines of specs, of which the helpers are explained
}

// A section is a template, and what it is given.
type section struct {
	template string
	data     any
}

// sheets are the pages of a book, the first of which is File. What has nothing to say
// has none.
func (b *book) sheets() []*sheet {
	all := []*sheet{
		{File: File, sections: []section{{"front", b}}},
		{File: "findings", Title: "Findings", TitleZH: "结论", sections: []section{{"findings", b}}},
		{File: "matrix", Title: "Claims × systems", TitleZH: "说法 × 系统", sections: []section{{"matrix", b}}},
		{File: "errors", Title: "If you see this error", TitleZH: "看到这个错误时", sections: []section{{"errors", b}}},
		{File: "calls", Title: "Each call", TitleZH: "每个调用", sections: []section{{"calls", b}}},
		{File: "grid", Title: "Each call in each state", TitleZH: "每个状态下的每个调用", sections: []section{{"grids", b}}},
		{File: "observed", Title: "Where the systems differ", TitleZH: "各系统的差异", sections: []section{{"differences", b}, {"releases", b}}},
	}
	for _, part := range b.Parts {
		for i, c := range part.Chapters {
			one := part
			one.Chapters = []chapter{c}
			made := &sheet{File: "chapter-" + c.Name, Title: c.Title, TitleZH: c.TitleZH, code: true}
			made.sections = []section{{"chapter", chapterPage{one, i == 0, b.Systems}}}
			all = append(all, made)
		}
	}
	all = append(all, &sheet{File: "systems", Title: "What each system can do", TitleZH: "各系统能做什么", sections: []section{{"machine", b}}})
	proof := &sheet{File: "proof", Title: "What the specs catch", TitleZH: "规格能发现什么"}
	if b.Strength != nil {
		proof.sections = append(proof.sections, section{"catches", b.Strength})
	}
	if b.Repeats != nil {
		proof.sections = append(proof.sections, section{"repeats", b.Repeats})
	}

	return append(all, proof, &sheet{File: "words", Title: "How to read, and the glossary", TitleZH: "读法与术语表", sections: []section{{"reading", b}, {"glossary", b}}})
}

// A chapterPage is a chapter that has a page to itself. The first of a part has the part's
// title as well.
type chapterPage struct {
	bookPart
	First   bool
	Systems []system
}

// files are the pages of a book, and what they have in common, by their names.
func (b *book) files() (map[string][]byte, error) {
	sheets, err := b.written()
	if err != nil {
		return nil, err
	}
	places := placesOn(sheets)
	files := map[string][]byte{styleFile: []byte(embedded(styles...)), scriptFile: []byte(embedded(scripts...))}
	for _, s := range sheets {
		var page bytes.Buffer
		if err = pages.ExecuteTemplate(&page, "sheet", s); err != nil {
			return nil, fmt.Errorf("the page %s: %w", s.File, err)
		}
		files[s.File] = acrossPages(page.Bytes(), s.File, places)
	}
	byPage := map[string][]string{}
	for _, id := range slices.Sorted(maps.Keys(places)) {
		byPage[places[id]] = append(byPage[places[id]], id)
	}
	index, err := json.Marshal(b.Search().on(places))
	if err != nil {
		return nil, err
	}
	where, err := json.Marshal(byPage)
	files[indexFile] = fmt.Appendf(nil, "globalThis.searchIndex = %s;\n", index)
	files[placesFile] = fmt.Appendf(nil, "globalThis.bookPlaces = %s;\n", where)

	return files, err
}

// written are the pages that have something to say, with that.
func (b *book) written() (sheets []*sheet, err error) {
	for _, s := range b.sheets() {
		body, err := inOrder(s.sections)
		if err == nil && s.code {
			var helpers string
			helpers, err = inOrder([]section{{"helpers", b.helpersIn(body)}})
			body += helpers
		}
		if err != nil {
			return nil, err
		}
		if strings.TrimSpace(body) == "" {
			continue
		}
		if s.File != File {
			s.File = sheetPrefix + s.File + ".html"
		}
		s.book, s.Body = b, template.HTML(body)
		sheets = append(sheets, s)
	}

	return sheets, nil
}

// placesOn says which page has an anchor: the first of them, if there are several.
func placesOn(sheets []*sheet) map[string]string {
	places := map[string]string{}
	for _, s := range sheets {
		for _, id := range anchorsIn(string(s.Body)) {
			places[id] = firstOf(places[id], s.File)
		}
	}

	return places
}

// helpersIn are the helpers that a page names.
func (b *book) helpersIn(body string) *book {
	named := map[string]bool{}
	for _, word := range words(body) {
		named[word] = true
	}

	return &book{Helpers: slices.DeleteFunc(slices.Clone(b.Helpers), func(h helper) bool { return !named[h.Name] })}
}

// inOrder are sections below each other.
func inOrder(sections []section) (string, error) {
	var b strings.Builder
	for _, s := range sections {
		if err := pages.ExecuteTemplate(&b, s.template, s.data); err != nil {
			return "", fmt.Errorf("the section %s: %w", s.template, err)
		}
	}

	return b.String(), nil
}

// What the templates write has attributes in quotation marks, and none in its texts.
var (
	anchorPattern = regexp.MustCompile(` id="([^"]+)"`)
	hrefPattern   = regexp.MustCompile(` href="#([^"]+)"`)
)

func anchorsIn(body string) (ids []string) {
	for _, found := range anchorPattern.FindAllStringSubmatch(body, -1) {
		ids = append(ids, found[1])
	}

	return ids
}

// acrossPages has links lead to the pages that have what they lead to.
func acrossPages(page []byte, file string, places map[string]string) []byte {
	return hrefPattern.ReplaceAllFunc(page, func(href []byte) []byte {
		id := string(hrefPattern.FindSubmatch(href)[1])
		if on, found := places[id]; found && on != file {
			return fmt.Appendf(nil, ` href="%s#%s"`, on, id)
		}

		return href
	})
}

// on says which pages the entries of an index are on.
func (i searchIndex) on(places map[string]string) searchIndex {
	for _, entries := range [][]searchEntry{i.Entries, i.Chapters} {
		for n := range entries {
			entries[n].Page = places[entries[n].At]
		}
	}

	return i
}
