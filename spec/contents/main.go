// Contents prints the table of contents of the specification: the chapters in the
// book's order, and every spec under its containers. It runs none of them.
//
//	go run ./spec/contents            # everything
//	go run ./spec/contents recv close # two chapters, by their names in the ledger
package main

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"socketspec/spec"
	"socketspec/spec/claims"
	"socketspec/spec/report"
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// run prints the chapters, all if none is named, and returns the exit status.
func run(names []string, stdout, stderr io.Writer) int {
	if err := known(names); err != nil {
		say(stderr, "contents: %v\n", err)
		return 2
	}
	contents, err := spec.Contents()
	if err != nil {
		say(stderr, "contents: %v\n", err)
		return 1
	}
	say(stdout, "%s", report.Contents(contents, names...))

	return 0
}

// known returns an error for a name that no chapter has.
func known(names []string) error {
	var chapters []string
	for _, chapter := range claims.Chapters() {
		chapters = append(chapters, chapter.Name)
	}
	for _, name := range names {
		if !slices.Contains(chapters, name) {
			return fmt.Errorf("there is no chapter %q; there are %s", name, strings.Join(chapters, ", "))
		}
	}

	return nil
}

// say prints to a terminal. If it cannot be written to, nobody can be told.
func say(w io.Writer, format string, args ...any) { _, _ = fmt.Fprintf(w, format, args...) }
