// Package command is the command that tries the stacks that are broken on purpose.
package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"socketspec/spec/strength/kills"
	"socketspec/spec/strength/trial"
)

// How the command ends.
const (
	passed    = 0
	failed    = 1
	misused   = 2
	cannotRun = 3
)

// Run does what the arguments ask for, and returns the exit status. In a process that
// the command itself has started it does not return.
func Run(args []string, stdout, stderr io.Writer) int {
	trial.Become()
	o, err := parse(args, stderr)
	switch {
	case errors.Is(err, errHelp):
		return passed
	case err != nil:
		return complain(stderr, misused, err)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()

	return o.run(ctx, stdout, stderr)
}

// run tries the stacks, judges what became of them, and leaves the document.
func (o *options) run(ctx context.Context, stdout, stderr io.Writer) int {
	faults := o.chosen()
	if len(faults) == 0 {
		return complain(stderr, misused, errors.New("no stack of the catalogue is as asked for"))
	}
	if file := o.file(); file != "" {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return complain(stderr, cannotRun, err) // rather than in some minutes
		}
	}
	screen := &screen{Writer: stdout, verbose: o.verbose}
	m, err := trial.Run(ctx, trial.Options{Faults: faults, Scope: o.scope(), Parallel: o.parallel, Limit: o.limit, Tell: screen.tell})
	if err != nil {
		return complain(stderr, cannotRun, err)
	}
	if o.update {
		if err = o.list(m, stdout); err != nil {
			return complain(stderr, cannotRun, err)
		}
	}
	m = kills.Judge(m, o.idle)
	if file := o.file(); file != "" {
		if err = kills.Write(file, m); err != nil {
			return complain(stderr, cannotRun, err)
		}
	}
	screen.end(m, o.file())
	if len(m.Findings) > 0 {
		return failed
	}

	return passed
}

// list brings the list of the specs that notice nothing up to date. The program has the
// old one built in.
func (o *options) list(m kills.Matrix, stdout io.Writer) error {
	text := kills.Listed(kills.Judge(m, o.idle), o.idle)
	if err := os.WriteFile(o.idleFile, []byte(text), 0o644); err != nil {
		return fmt.Errorf("-update: %w", err)
	}
	o.idle = kills.ParseIdle(text)
	say(stdout, "%s: %d specs\n", o.idleFile, len(o.idle))

	return nil
}

// complain says why the command ends with that status.
func complain(w io.Writer, status int, err error) int {
	say(w, "strength: %v\n", err)
	return status
}

// say tells the terminal; there is nobody to tell that it does not listen.
func say(w io.Writer, format string, args ...any) { _, _ = fmt.Fprintf(w, format, args...) }
