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

// A source is where the lines of specs are found: in the reports of runs, and in the
// module, as far as it is at hand.
type source struct {
	options Settings
	module  place
	reports []place // by system
}

// A place has files. Each is parsed when it is asked for first.
type place struct {
	read   func(name string) ([]byte, error)
	parsed map[string]*parsed
}

func newSource(systems []system, options Settings) *source {
	s := &source{options: options, module: newPlace(func(name string) ([]byte, error) {
		if options.Source == nil {
			return nil, fs.ErrNotExist
		}

		return fs.ReadFile(options.Source, name)
	})}
	for _, sys := range systems {
		s.reports = append(s.reports, newPlace(func(name string) ([]byte, error) {
			return []byte(sys.Run.Sources[name]), nil
		}))
	}

	return s
}

func newPlace(read func(name string) ([]byte, error)) place { return place{read, map[string]*parsed{}} }

// link is where a line can be read.
func (s *source) link(at report.Location) string {
	if s.options.Repository == "" || !fs.ValidPath(at.File) {
		return ""
	}

	return fmt.Sprintf("%s/blob/%s/%s#L%d", strings.TrimSuffix(s.options.Repository, "/"), firstOf(s.options.Commit, "HEAD"), at.File, at.Line)
}

// code is the lines of a spec, with what its containers do before. They are those in
// the report of the run that the spec is from, or else those of the module or in
// another report, if they still say what ran. Otherwise it is empty.
func (s *source) code(spec *spec) string {
	places := append([]place{s.reports[spec.from], s.module}, s.reports...)
	for _, p := range places {
		if code := p.code(spec.Spec); code != "" {
			return code
		}
	}

	return ""
}

func (p place) code(spec report.Spec) string {
	file := p.file(spec.Location.File)
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

func (p place) file(name string) *parsed {
	if file, ok := p.parsed[name]; ok {
		return file
	}
	file := &parsed{set: token.NewFileSet()}
	p.parsed[name] = file
	if !fs.ValidPath(name) || path.Ext(name) != ".go" {
		return file
	}
	text, err := p.read(name)
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
