// Package command is the command that renders the book, for the programs that have it.
package command

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"socketspec/spec/book/render"
)

// Run makes the book that the arguments ask for, and returns the status with which the
// command ends: 1 also if some of the files were refused.
func Run(args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("book", flag.ContinueOnError)
	flags.SetOutput(stderr)
	in := flags.String("in", "spec/report/runs", "the `folder` of the reports; those below it are read as well")
	out := flags.String("out", "", "the `folder` that the book is put into (that of the reports if not given)")
	source := flags.String("source", ".", "the `folder` of the module that the specs are in; their lines are shown from there where a report lacks them")
	repository := flags.String("repository", "", "the `address` of the module, to which lines are linked: https://github.com/owner/name")
	commit := flags.String("commit", "", "the `revision` to link to, and to name for runs that do not know theirs")
	summary := flags.String("summary", "", "a `file` to which the matrix is appended as Markdown, for the summary of a job")
	oneFile := flags.Bool("one-file", false, "make one page of everything, which is large, and not one for each chapter")
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case err != nil:
		return 2
	case flags.NArg() > 0:
		say(stderr, "book: %q is no flag\n", flags.Arg(0))
		return 2
	}
	if *out == "" {
		*out = *in
	}
	result, err := render.Folder(*in, *out, render.Options{Source: os.DirFS(*source), Repository: *repository, Commit: *commit, OneFile: *oneFile})
	if err == nil && *summary != "" {
		err = appendTo(*summary, result.Markdown())
	}

	return tell(result, err, stdout, stderr)
}

// tell says what became of the book, and returns the status for that.
func tell(result render.Result, err error, stdout, stderr io.Writer) int {
	for _, refused := range result.Refused {
		say(stderr, "refused: %v\n", refused)
	}
	if err != nil {
		say(stderr, "book: %v\n", err)
		return 1
	}
	say(stdout, "%s: %d columns\n", result.Path, len(result.Runs))
	if len(result.Refused) > 0 {
		return 1
	}

	return 0
}

// say tells the terminal; there is nobody to tell that it does not listen.
func say(w io.Writer, format string, args ...any) { _, _ = fmt.Fprintf(w, format, args...) }

func appendTo(name, text string) error {
	f, err := os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	_, err = f.WriteString(text)
	if cerr := f.Close(); err == nil {
		err = cerr
	}

	return err
}
