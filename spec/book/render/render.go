// Package render makes the book: pages in HTML in which the tutorial's claims,
// the specs that show them and what became of these on every system stand side by
// side. It reads the reports of runs and the ledger, and never the specs
// themselves, so that a report from anywhere adds a column.
package render

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"socketspec/spec/claims"
	"socketspec/spec/report"
)

// File is what the book is called: its first page.
const File = "index.html"

// Options are what the reports do not tell.
type Options struct {
	// Source is the module that the specs are in. Where a report does not have the
	// lines of its specs, those of the module are shown if they are still what ran.
	Source fs.FS
	// Repository is where that module can be read: "https://github.com/owner/name".
	// The lines of the source are linked if it is given.
	Repository string
	// Commit is the one to link to, for runs that do not know theirs.
	Commit string
	// OneFile has the book be one page, which is everything and takes a browser seconds
	// to show. Without it a book is a page for each chapter, and some more.
	OneFile bool
}

// A Result says what a book was made of.
type Result struct {
	// Path is where it is.
	Path string
	// Runs are its columns.
	Runs []report.Run
	// Refused says which files have no column, and why.
	Refused []error
}

// Markdown is the book in short, for the summary of a job.
func (r Result) Markdown() string { return report.Matrix(r.Runs) }

// Folder renders all reports of a folder and of those below it, and puts the book
// into the folder out, as a whole or not at all. Files that are no readable
// reports are refused, which the book says; it is an error if none is left. What the
// specs catch is shown where a file says so (kills.File), the newest if there are several;
// and how often suites were run, where files say that (report.IsRepeats).
//
// Several stacks may be done at the same time, each by a process of its own:
// whoever finds new reports when it is done begins again, so that the last book
// is that of all.
func Folder(in, out string, options Options) (Result, error) {
	for {
		before := reportFiles(in)
		result, err := folder(in, out, options)
		if err != nil || slices.Equal(before, reportFiles(in)) {
			return result, err
		}
	}
}

func folder(in, out string, options Options) (Result, error) {
	sources, refused, err := Collect(in)
	if err != nil {
		return Result{}, err
	}
	settings := options.beside(in)
	matrix, more := collectStrength(in)
	settings.Strength, refused = matrix, append(refused, more...)
	settings.Repeats, more = collectRepeats(in)
	refused = append(refused, more...)
	result := Result{Path: filepath.Join(out, File), Refused: refused}
	if len(sources) == 0 {
		return result, errors.Join(append([]error{fmt.Errorf("no report of a run is in %s", in)}, refused...)...)
	}
	for _, s := range sources {
		result.Runs = append(result.Runs, s.Run)
	}
	book, err := filesOf(sources, refused, settings)
	if err != nil {
		return result, err
	}

	return result, leave(out, book)
}

// filesOf are the files of a book: several pages or, if asked for, one.
func filesOf(sources []Source, refused []error, settings Settings) (map[string][]byte, error) {
	if settings.OneFile {
		page, err := HTML(sources, refused, settings)
		return map[string][]byte{File: page}, err
	}

	return newBook(claims.Chapters(), sources, refused, settings).files()
}

// leave puts the files of a book into a folder, and takes those away that an earlier book
// has left there. The first page comes last: it leads to all others.
func leave(out string, files map[string][]byte) error {
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	names := slices.DeleteFunc(slices.Sorted(maps.Keys(files)), func(name string) bool { return name == File })
	for _, name := range append(names, File) {
		if err := replace(filepath.Join(out, name), files[name]); err != nil {
			return err
		}
	}
	earlier, err := filepath.Glob(filepath.Join(out, sheetPrefix+"*"))
	for _, path := range earlier {
		if _, again := files[filepath.Base(path)]; !again {
			err = errors.Join(err, os.Remove(path))
		}
	}

	return err
}

// HTML is the book of some reports, which is the same for the same reports.
func HTML(sources []Source, refused []error, options Settings) ([]byte, error) {
	return page(claims.Chapters(), sources, refused, options)
}

func page(ledger []claims.Chapter, sources []Source, refused []error, options Settings) ([]byte, error) {
	var b bytes.Buffer
	if err := pages.ExecuteTemplate(&b, "page", newBook(ledger, sources, refused, options)); err != nil {
		return nil, fmt.Errorf("the book: %w", err)
	}

	return b.Bytes(), nil
}

// replace writes a file under another name and moves it to its place.
func replace(path string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".book.*.tmp")
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	err = errors.Join(err, f.Chmod(0o644), f.Close()) // a temporary file is the owner's alone
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}

	return nil
}
