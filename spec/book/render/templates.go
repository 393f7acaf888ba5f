package render

import (
	"embed"
	"fmt"
	"html/template"
	"strings"

	"socketspec/spec/book/asked"
	"socketspec/spec/claims"
)

//go:embed pages
var files embed.FS

// pages are the templates. They escape whatever a report says.
var pages = template.Must(template.New("").Funcs(template.FuncMap{
	"both":     both,
	"outcome":  outcome,
	"sentence": sentence,
	"numbered": numbered,
	"verdict":  verdict,
	"level":    level,
	"style":    func() template.CSS { return template.CSS(embedded(styles...)) },
	"script":   func() template.JS { return template.JS(embedded(scripts...)) },
	"date":     func(s system) string { return s.Run.Started.Format("2006-01-02 15:04") },
	"add":      func(a, b int) int { return a + b },
	"with2":    withSystems,
}).ParseFS(files, "pages/*.html"))

// What the page looks like, and what it runs.
var (
	styles = []string{
		"style.css",
		"asked.css",
		"figures.css",
	}
	scripts = []string{
		"script.js",
		"search.js",
		"searchbox.js",
		"helpers.js",
	}
)

// embedded are some files, one behind the other.
func embedded(names ...string) string {
	var all strings.Builder
	for _, name := range names {
		data, err := files.ReadFile("pages/" + name)
		if err != nil {
			panic(err) // it is part of the program
		}
		all.Write(data)
	}

	return all.String()
}

// both is a text in both languages, of which the reader picks one.
func both(en, zh string) template.HTML {
	return template.HTML(fmt.Sprintf(`<span class="en">%s</span><span class="zh" lang="zh-Hans">%s</span>`,
		template.HTMLEscapeString(en), template.HTMLEscapeString(zh)))
}

func verdict(of any) template.HTML {
	v := claims.Verdict(fmt.Sprint(of))
	switch v {
	case claims.Holds:
		return both("holds", "成立")
	case claims.HoldsIf:
		return both("holds if", "有条件成立")
	case claims.Refuted:
		return both("refuted", "不成立")
	}

	return both(string(v), string(v))
}

// sentence is what a spec or a group says, in both languages where there is a Chinese one.
func sentence(en string) template.HTML {
	if zh := asked.Sentences()[en]; zh != "" {
		return both(en, zh)
	}

	return template.HTML(template.HTMLEscapeString(en))
}

// numbered is which part of the book it is.
func numbered(part any) template.HTML {
	if en := fmt.Sprint(part); en == claims.Beyond.String() {
		return both(en, "第二部分")
	}

	return both(claims.Tutorial.String(), "第一部分")
}

// outcome is what became of a spec.
func outcome(word string) template.HTML {
	switch word {
	case "passed":
		return both(word, "通过")
	case "failed":
		return both(word, "失败")
	case "failed as expected":
		return both(word, "预期的失败")
	case "skipped":
		return both(word, "跳过")
	}

	return both(word, word)
}

func level(of any) template.HTML {
	l := claims.Level(fmt.Sprint(of))
	switch l {
	case claims.Shall:
		return both("shall", "必须")
	case claims.Should:
		return both("should", "应当")
	case claims.May:
		return both("may", "允许")
	case claims.Observed:
		return both("observed", "仅记录")
	}

	return both(string(l), string(l))
}

// A part is what a template needs beside the systems.
type part struct {
	Chapter *chapter
	Claim   *claim
	Groups  []group
	Systems []system
}

func withSystems(what any, systems []system) part {
	p := part{Systems: systems}
	switch what := what.(type) {
	case chapter:
		p.Chapter = &what
	case *claim:
		p.Claim = what
	case []group:
		p.Groups = what
	}

	return p
}
