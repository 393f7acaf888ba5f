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
	revision := built.Commit
	if built.Modified {
		revision += "+"
	}
	say(stdout, "socketspec %s %s\n%s, %d claims, reports of schema %d\n",
		orSame(built.Version, "(devel)"), revision, runtime.Version(), len(claims.All()), report.Schema)

	return passed
}
