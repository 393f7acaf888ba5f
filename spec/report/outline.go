package report

import (
	"fmt"
	"slices"
	"strings"

	"socketspec/spec/claims"
)

// Outline is the run as the table of contents of a book: the chapters of the
// ledger, the specs under their containers, and what became of each. What
// the run was told to leave out is left out.
func Outline(run Run) string {
	var b strings.Builder
	names := chaptersByClaim()
	for _, chapter := range claims.Chapters() {
		writeChapter(&b, chapter.Title, run.specsOf(chapter, names))
	}
	writeChapter(&b, "The stack", run.specsOf(claims.Chapter{}, names))

	return strings.TrimSuffix(b.String(), "\n")
}

func writeChapter(b *strings.Builder, title string, specs []Spec) {
	if len(specs) == 0 {
		return
	}
	fmt.Fprintf(b, "%s\n", strings.ToUpper(title))
	writeSpecs(b, specs, 0)
	b.WriteString("\n")
}

// specsOf returns the specs that ran whose first claim is of the chapter, file by file in
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
		if spec.Outcome != NotRun && names.has(chapter, spec) {
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
func writeSpecs(b *strings.Builder, specs []Spec, depth int) {
	for len(specs) > 0 {
		if len(specs[0].Containers) == depth {
			writeSpec(b, specs[0])
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
		writeSpecs(b, inside, depth+1)
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
