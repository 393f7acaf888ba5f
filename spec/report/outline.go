package report

import (
	"fmt"
	"slices"
	"strings"

	"socketspec/spec/claims"
)

// Outline is the run as the table of contents of a book: the chapters of the
// ledger, the specs under their containers, and what became of each. What the run
// was told to leave out is left out.
func Outline(run Run) string {
	return written(Sections(run), func(s Spec) bool { return s.Outcome != NotRun }, writeSpec)
}

// Contents is the table of contents alone: every spec, whether it ran or not, of
// the chapters with these names. Without names it is that of all.
func Contents(run Run, names ...string) string {
	sections := Sections(run)
	if len(names) > 0 {
		sections = slices.DeleteFunc(sections, func(s Section) bool { return !slices.Contains(names, s.Chapter.Name) })
	}

	return written(sections, func(Spec) bool { return true }, func(b *strings.Builder, s Spec) {
		fmt.Fprintf(b, "%s%s\n", indent(len(s.Containers)), s.Text)
	})
}

// A Section is the specs of one chapter, in the order of the book.
type Section struct {
	// Chapter is the ledger's. It is the zero Chapter for specs that cite no claim,
	// and for chapters of other modules.
	Chapter claims.Chapter
	// Title is the heading.
	Title string
	// Specs are the specs.
	Specs []Spec
}

// Sections returns the specs of a run as the book has them: the chapters of the
// ledger, the specs about the stack itself, and the chapters of other modules.
func Sections(run Run) (sections []Section) {
	names := chaptersByClaim()
	for _, chapter := range claims.Chapters() {
		sections = append(sections, Section{chapter, chapter.Title, run.specsOf(chapter, names)})
	}
	sections = append(sections, Section{Title: "The stack", Specs: run.specsOf(claims.Chapter{}, names)})
	for _, other := range run.OtherChapters {
		sections = append(sections, Section{Title: other.Title + " (of another module)", Specs: other.Specs})
	}

	return sections
}

// written is the wanted specs of some sections, each written by write. Where they are
// of both parts, each part has a heading.
func written(sections []Section, wanted func(Spec) bool, write func(*strings.Builder, Spec)) string {
	var b strings.Builder
	var filled []Section
	parts := map[claims.Part]bool{}
	for _, section := range sections {
		section.Specs = slices.DeleteFunc(slices.Clone(section.Specs), func(s Spec) bool { return !wanted(s) })
		if len(section.Specs) > 0 {
			filled = append(filled, section)
			parts[section.Chapter.Part] = true
		}
	}
	headed := parts[claims.Tutorial] && parts[claims.Beyond]
	for i, section := range filled {
		if part := section.Chapter.Part; headed && part != 0 && (i == 0 || filled[i-1].Chapter.Part != part) {
			fmt.Fprintf(&b, "%s: %s\n\n", strings.ToUpper(part.String()), strings.ToUpper(part.Title()))
		}
		fmt.Fprintf(&b, "%s\n", strings.ToUpper(section.Title))
		writeSpecs(&b, section.Specs, 0, write)
		b.WriteString("\n")
	}

	return strings.TrimSuffix(b.String(), "\n")
}

// specsOf returns the specs whose first claim is of the chapter: file by file in
// the order of the claims, and as they are written in each file. Of the zero
// Chapter are those that cite no claim.
func (r Run) specsOf(chapter claims.Chapter, names chapters) (specs []Spec) {
	var files []string // in the order of the claims that they show
	for _, claim := range chapter.Claims {
		for _, spec := range r.Specs {
			if len(spec.Claims) > 0 && spec.Claims[0] == claim.ID && !slices.Contains(files, spec.Location.File) {
				files = append(files, spec.Location.File)
			}
		}
	}
	for _, spec := range r.Specs {
		if names.has(chapter, spec) {
			specs = append(specs, spec)
		}
	}
	slices.SortStableFunc(specs, func(a, b Spec) int {
		return slices.Index(files, a.Location.File) - slices.Index(files, b.Location.File)
	})

	return specs
}

// has reports whether a spec belongs to the chapter: by its first claim, or to
// the zero Chapter if it cites none that is known.
func (c chapters) has(chapter claims.Chapter, spec Spec) bool {
	if len(spec.Claims) == 0 {
		return chapter.Name == ""
	}

	return c[spec.Claims[0]] == chapter.Name
}

// chapters are the names of the chapters, by the ids of their claims.
type chapters map[string]string

func chaptersByClaim() chapters {
	names := chapters{}
	for _, chapter := range claims.Chapters() {
		for _, claim := range chapter.Claims {
			names[claim.ID] = chapter.Name
		}
	}

	return names
}

// writeSpecs writes one line per spec, indented below its containers. Those in
// one container stand together, where the first of them is: specs that a loop
// makes in several share their lines in the source.
func writeSpecs(b *strings.Builder, specs []Spec, depth int, write func(*strings.Builder, Spec)) {
	for len(specs) > 0 {
		if len(specs[0].Containers) == depth {
			write(b, specs[0])
			specs = specs[1:]
			continue
		}
		title, inside, others := specs[0].Containers[depth], []Spec{}, []Spec{}
		for _, spec := range specs {
			if len(spec.Containers) > depth && spec.Containers[depth] == title {
				inside = append(inside, spec)
			} else {
				others = append(others, spec)
			}
		}
		fmt.Fprintf(b, "%s%s\n", indent(depth), title)
		writeSpecs(b, inside, depth+1, write)
		specs = others
	}
}

// writeSpec writes what became of one spec, and below it why, and what it has
// observed.
func writeSpec(b *strings.Builder, spec Spec) {
	indent := indent(len(spec.Containers))
	fmt.Fprintf(b, "%s%s %s\n", indent, mark(spec.Outcome), spec.Text)
	if spec.Outcome != Passed && spec.Reason != "" {
		fmt.Fprintf(b, "%s    (%s)\n", indent, firstLine(spec.Reason))
	}
	for _, o := range spec.Observed {
		fmt.Fprintf(b, "%s    observed: %s: %s\n", indent, o.Name, o.text())
	}
}

func indent(depth int) string { return strings.Repeat("  ", depth+1) }

// mark is what became of a spec, in one letter.
func mark(outcome Outcome) string {
	switch outcome {
	case Passed:
		return "✓"
	case Failed:
		return "✗"
	case Expected:
		return "!"
	case Skipped, NotRun:
	}

	return "-"
}
