// Book renders a folder of reports into one page: the tutorial's claims, the specs
// that show them, and what became of these on every system.
//
//	go run ./spec/book -in spec/report/runs -out spec/report/runs
//
// Each report is a column, wherever it was made: those of other machines are put
// into the folder, or into folders in it. Where two are of one stack, the book
// says what changed from the one to the other.
package main

import (
	"flag"
	"fmt"
	"os"

	"socketspec/spec/book/render"
)

func main() {
	in := flag.String("in", "spec/report/runs", "the `folder` of the reports; those below it are read as well")
	out := flag.String("out", "", "the `folder` that the book is put into (that of the reports if not given)")
	source := flag.String("source", ".", "the `folder` of the module that the specs are in; their lines are shown from there")
	repository := flag.String("repository", "", "the `address` of the module, to which lines are linked: https://github.com/owner/name")
	commit := flag.String("commit", "", "the `revision` to link to, and to name for runs that do not know theirs")
	flag.Parse()
	if *out == "" {
		*out = *in
	}
	result, err := render.Folder(*in, *out, render.Options{Source: os.DirFS(*source), Repository: *repository, Commit: *commit})
	for _, refused := range result.Refused {
		fmt.Fprintln(os.Stderr, "refused:", refused)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "book:", err)
		os.Exit(1)
	}
	fmt.Printf("%s: %d columns\n", result.Path, len(result.Stacks))
	if len(result.Refused) > 0 {
		os.Exit(1)
	}
}
