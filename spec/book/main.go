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
	"os"

	"socketspec/spec/book/command"
)

func main() { os.Exit(command.Run(os.Args[1:], os.Stdout, os.Stderr)) }
