package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"socketspec/spec/book/command"
)

// How the program ends.
const (
	passed    = 0
	failed    = 1
	misused   = 2
	cannotRun = 3
)

func main() { os.Exit(program(os.Args[1:], os.Stdout, os.Stderr)) }

// program does what the arguments ask for, and returns the exit status.
func program(args []string, stdout, stderr *os.File) int {
	if len(args) > 0 {
		switch args[0] {
		case "compare":
			return compare(args[1:], stdout, stderr)
		case "book":
			return command.Run(args[1:], stdout, stderr)
		case "version":
			return version(stdout)
		case "help":
			args = []string{"-h"}
		case "check":
			args = append([]string{"-check"}, args[1:]...)
		}
	}
	o, err := parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		say(stdout, "%s", usage())
		return passed
	case err != nil:
		return complain(stderr, misused, err)
	}

	return o.do(stdout, stderr)
}

// do does one thing.
func (o *options) do(stdout, stderr *os.File) int {
	switch {
	case o.outline:
		return o.listSpecs(stdout, stderr)
	case o.listsClaims:
		return o.listClaims(stdout)
	case o.check:
		return o.checkDriver(stdout, stderr)
	}

	return o.withStack(stdout, stderr)
}

// complain says why the program ends with that status.
func complain(w io.Writer, status int, err error) int {
	say(w, "socketspec: %v\n", err)
	return status
}

// say prints. If it cannot be written to, nobody can be told.
func say(w io.Writer, format string, args ...any) { _, _ = fmt.Fprintf(w, format, args...) }
