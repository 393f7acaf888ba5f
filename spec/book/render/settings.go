package render

import (
	"encoding/base64"
	"html/template"
	"os"
	"path"
	"path/filepath"

	"socketspec/spec/report"
	"socketspec/spec/strength/kills"
)

// Settings are Options and where the book is.
type Settings struct {
	Options
	// Attachment returns a file that a run has left beside its report, or nothing if it
	// is not there.
	Attachment func(s Source, name string) *attachment
	// Strength is what the specs catch, or nil if that is not known.
	Strength *kills.Matrix
	// Repeats are what became of suites that were run again and again.
	Repeats []report.Repeats
}

// An attachment is a file that a run has left.
type attachment struct {
	// Name is where it is, below the folder of the reports.
	Name string
	path string
}

// beside are the settings of a book of the reports in a folder.
func (o Options) beside(in string) Settings {
	return Settings{Options: o, Attachment: func(s Source, name string) *attachment {
		a := attachment{Name: path.Join(s.Place, name)}
		a.path = filepath.Join(in, filepath.FromSlash(a.Name))
		if info, err := os.Stat(a.path); err != nil || !info.Mode().IsRegular() {
			return nil
		}

		return &a
	}}
}

// mostEmbedded is how long a file may be that the book has in it.
const mostEmbedded = 6 << 10

// data is the file itself, for a book that is a file alone; it is empty if that is too long.
func (a *attachment) data() template.URL {
	data, err := os.ReadFile(a.path)
	if err != nil || len(data) > mostEmbedded {
		return ""
	}

	return template.URL("data:application/octet-stream;base64," + base64.StdEncoding.EncodeToString(data))
}

// File is its name without the folder.
func (a *attachment) File() string { return path.Base(a.Name) }
