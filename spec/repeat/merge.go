package main

import (
	"errors"
	"io"

	"socketspec/spec/report"
)

// merge makes one result of several, and ends as the rounds of all of them would have.
func merge(files []string, stdout, stderr io.Writer) int {
	if len(files) < 2 {
		return complain(stderr, misused, errors.New("merge takes the file to write, and those to read"))
	}
	var all report.Repeats
	for i, file := range files[1:] {
		result, err := report.ReadRepeats(file)
		if err != nil {
			return complain(stderr, misused, err)
		}
		if i == 0 {
			all = result
		} else if err := all.Merge(result); err != nil {
			return complain(stderr, misused, errors.Join(err, errors.New(file+" cannot be merged")))
		}
	}
	if err := report.WriteRepeats(files[0], all); err != nil {
		return complain(stderr, cannotRun, err)
	}
	summary(stdout, all)
	if all.FailedRounds > 0 {
		return failed
	}

	return passed
}
