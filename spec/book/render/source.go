package render

import (
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"slices"
	"strings"

	"socketspec/spec/report"
)

// mostLines is how much of a spec is shown.
const mostLines = 36

// A source is the module that the specs are in, as far as it is at hand.
type source struct {
	options Settings
	files   map[string]*parsed
}

func newSource(options Settings) *source {
	return &source{options: options, files: map[string]*parsed{}}
}

// link is where a line can be read.
func (s *source) link(at report.Location) string {
	if s.options.Repository == "" || !fs.ValidPath(at.File) {
		return ""
	}

	return fmt.Sprintf("%s/blob/%s/%s#L%d", strings.TrimSuffix(s.options.Repository, "/"), firstOf(s.options.Commit, "HEAD"), at.File, at.Line)
}

// code is the lines of a spec, with what its containers do before. It is
// empty unless they still say what ran.
func (s *source) code(spec report.Spec) string {
	file := s.file(spec.Location.File)
	for _, c := range file.calls {
		if file.set.Position(c.Pos()).Line != spec.Location.Line {
			continue
		}
		switch {
		case c.name == "It" && c.text == spec.Text:
			return shown(append(file.before(c), file.dedented(c))...)
		case c.name == "Entry" && (c.text == spec.Text || slices.Contains(spec.Containers, c.text)):
			return shown(file.table(c))
		}
	}

	return ""
}

func (s *source) file(name string) *parsed {
	if file, ok := s.files[name]; ok {
		return file
	}
	file := &parsed{set: token.NewFileSet()}
	s.files[name] = file
	if s.options.Source == nil || !fs.ValidPath(name) || path.Ext(name) != ".go" {
		return file
	}
	text, err := fs.ReadFile(s.options.Source, name)
	if err != nil {
		return file
	}
	tree, err := parser.ParseFile(file.set, name, text, parser.SkipObjectResolution)
	if err != nil {
		return file
	}
	file.text = text
	file.collect(tree)

	return file
}

// shown is code, cut to what a reader looks at.
func shown(parts ...string) string {
	lines := strings.Split(strings.Join(parts, "\n"), "\n")
	if len(lines) > mostLines {
		lines = append(lines[:mostLines], "// …")
	}

	return strings.Join(lines, "\n")
}
