package render

import (
	"os"
	"path/filepath"

	"socketspec/spec/report"
	"socketspec/spec/strength/kills"
)

// Settings are Options and where the book is.
type Settings struct {
	Options
	// Attachment returns the address of a file that a run has left beside its
	// report, or nothing if the file is not there.
	Attachment func(s Source, name string) string
	// Strength is what the specs catch, or nil if that is not known.
	Strength *kills.Matrix
	// Repeats are what became of suites that were run again and again.
	Repeats []report.Repeats
}

// beside are the settings of a book that is put into the folder out.
func (o Options) beside(in, out string) Settings {
	return Settings{Options: o, Attachment: func(s Source, name string) string {
		file := filepath.Join(in, filepath.FromSlash(s.Place), filepath.FromSlash(name))
		if info, err := os.Stat(file); err != nil || !info.Mode().IsRegular() {
			return ""
		}
		relative, err := relativeTo(out, file)
		if err != nil {
			return ""
		}

		return filepath.ToSlash(relative)
	}}
}

func relativeTo(dir, file string) (string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	file, err = filepath.Abs(file)
	if err != nil {
		return "", err
	}

	return filepath.Rel(dir, file)
}
