package render

import (
	"fmt"
	"slices"
	"strings"

	"socketspec/spec/book/asked"
)

// synonyms are the names of one thing, for each thing: those of pages/synonyms.txt, and
// all by which errors are told.
func synonyms() (things [][]string) {
	for line := range strings.Lines(embedded("synonyms.txt")) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		var names []string
		for name := range strings.SplitSeq(line, ",") {
			names = append(names, strings.TrimSpace(name))
		}
		things = append(things, names)
	}
	for _, e := range asked.Errors() {
		if len(e.Errnos) > 0 {
			things = withErrors(things, e.Errnos)
		}
	}

	return things
}

// withErrors adds the names of errors that have one entry: to the thing that begins with
// one of them, if there is one.
func withErrors(things [][]string, errnos []string) [][]string {
	at := slices.IndexFunc(things, func(names []string) bool { return slices.Contains(errnos, names[0]) })
	if at < 0 {
		at = len(things)
		things = append(things, nil)
	}
	for _, name := range errnos {
		if e, found := asked.FindErrno(name); found {
			things[at] = append(things[at], errorNames(e)...)
		}
	}

	return things
}

// errorNames are the names, numbers and texts of an error. An exception that is the class
// of many others is no name of any.
func errorNames(e asked.Errno) []string {
	names := []string{e.Name, e.Winsock(), e.Linux.Text, e.MacOS.Text, strings.TrimSuffix(e.Windows.Text, ".")}
	if e.Python != "OSError" {
		names = append(names, e.Python)
	}
	for _, number := range []int{e.Linux.Number, e.MacOS.Number} {
		for _, before := range []string{"errno", "error", "oserror", "os error", "error code", "error number", "错误", "错误码", "错误代码"} {
			names = append(names, fmt.Sprintf("%s %d", before, number))
		}
	}
	if e.Windows.Number > 0 {
		names = append(names, fmt.Sprint(e.Windows.Number))
	}
	slices.Sort(names[1:])

	return slices.DeleteFunc(slices.Compact(names), func(name string) bool { return name == "" })
}
