package render

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"socketspec/spec/report"
)

// A Source is a report, and where it was found.
type Source struct {
	Run report.Run
	// Place is the folder that it is in, slash-separated and relative to the one
	// that was read: empty for that itself. By it the reports of two machines are
	// told apart that run the same stack.
	Place string
	// File is the report's name in there.
	File string
}

// Collect returns the reports in a folder and below it: kernels first, by stack and
// then by time. What cannot be read is refused: each error names its file.
func Collect(dir string) (sources []Source, refused []error, err error) {
	err = eachFile(dir, isReport, func(path string) error {
		s, wrong := read(dir, path)
		if wrong == nil {
			wrong = known(sources, s)
		}
		if wrong != nil {
			refused = append(refused, wrong)
			return nil
		}
		sources = append(sources, s)

		return nil
	})
	if err != nil {
		return nil, nil, err
	}
	slices.SortStableFunc(sources, func(a, b Source) int {
		return cmp.Or(cmp.Compare(a.rank(), b.rank()), cmp.Compare(a.Run.Stack, b.Run.Stack), a.Run.Started.Compare(b.Run.Started), cmp.Compare(a.Place+a.File, b.Place+b.File))
	})

	return sources, refused, nil
}

// eachFile visits the files of a kind that are in a folder and below it, until that fails.
func eachFile(dir string, is func(fs.DirEntry) bool, visit func(path string) error) error {
	return filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case isNarrowed(dir, path):
			return fs.SkipDir
		case !is(entry):
			return nil
		}

		return visit(path)
	})
}

// isNarrowed says whether a path is the folder of narrowed runs below dir. They are
// no columns: they say nothing of what they left out.
func isNarrowed(dir, path string) bool {
	return path != dir && filepath.Base(path) == report.NarrowedFolder
}

func isReport(entry fs.DirEntry) bool {
	return !entry.IsDir() && filepath.Ext(entry.Name()) == ".json" && !strings.HasPrefix(entry.Name(), ".") && !isStrength(entry) && !isRepeats(entry)
}

func read(dir, path string) (Source, error) {
	run, err := report.Read(path)
	if err != nil {
		return Source{}, err
	}
	relative, err := filepath.Rel(dir, path)
	if err != nil {
		return Source{}, err
	}
	place := filepath.ToSlash(filepath.Dir(relative))
	if place == "." {
		place = ""
	}

	return Source{Run: run, Place: place, File: filepath.Base(path)}, nil
}

// known refuses a run that is there already: two columns of one run would look
// like two runs that agree.
func known(sources []Source, s Source) error {
	for _, other := range sources {
		if other.Run.ID == s.Run.ID {
			return fmt.Errorf("report %s: it is the run of %s again (%s)", s.path(), other.path(), s.Run.ID)
		}
	}

	return nil
}

// rank has the systems' own stacks come before those that run on them.
func (s Source) rank() int {
	if strings.HasPrefix(strings.ToLower(s.Run.Stack), s.Run.System.OS) {
		return 0
	}

	return 1
}

func (s Source) path() string {
	return strings.TrimPrefix(s.Place+"/"+s.File, "/")
}

// reportFiles says which reports are in a folder, each with its time: whoever sees
// the same twice has missed none.
func reportFiles(dir string) (files []string) {
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && isNarrowed(dir, path) {
			return fs.SkipDir
		}
		if err != nil || !isReport(entry) && !isStrength(entry) && !isRepeats(entry) {
			return err
		}
		info, err := entry.Info()
		if errors.Is(err, os.ErrNotExist) {
			return nil
		}
		if err == nil {
			files = append(files, fmt.Sprint(path, info.Size(), info.ModTime()))
		}

		return err
	})
	if err != nil {
		return nil // reading the folder says so
	}

	return files
}
