package main

import (
	"io"
	"runtime"

	"socketspec/spec/claims"
	"socketspec/spec/report"
)

// version says what the program was built from.
func version(stdout io.Writer) int {
	built := report.Built()
	name := "socketspec " + orSame(built.Version, "(devel)")
	if built.Commit != "" {
		name += " " + built.Commit
	}
	if built.Modified {
		name += "+"
	}
	say(stdout, "%s\n%s, %d claims, reports of schema %d\n", name, runtime.Version(), len(claims.All()), report.Schema)

	return passed
}
