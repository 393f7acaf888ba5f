package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"slices"
	"syscall"
	"time"
)

// again runs the program so many times, as a new process each, until one fails. Each
// draws by a seed of its own, which is the number of the run more than the first.
func (o *options) again(stderr io.Writer) int {
	program, err := os.Executable()
	if err != nil {
		return complain(stderr, cannotRun, err)
	}
	if o.seed == 0 {
		o.seed = time.Now().Unix()
	}
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	for i := range o.repeat {
		if o.progress {
			say(stderr, "Run %d of %d\n", i+1, o.repeat)
		}
		// Of a flag that is given twice the last counts.
		args := append(slices.Clone(os.Args[1:]), "-repeat=1", fmt.Sprintf("-seed=%d", o.seed+int64(i)))
		run := exec.Command(program, args...)
		run.Args[0] = os.Args[0]
		run.Stdin, run.Stdout, run.Stderr = os.Stdin, os.Stdout, os.Stderr
		if err := follow(run, signals); err != nil {
			var exited *exec.ExitError
			if errors.As(err, &exited) && exited.Exited() {
				return exited.ExitCode()
			}

			return complain(stderr, cannotRun, err)
		}
	}

	return passed
}

// follow runs a process, and passes on to it what this one is told.
func follow(run *exec.Cmd, signals <-chan os.Signal) error {
	if err := run.Start(); err != nil {
		return err
	}
	ended := make(chan error, 1)
	go func() { ended <- run.Wait() }()
	for {
		select {
		case s := <-signals:
			_ = run.Process.Signal(s) // it may have ended, or have been told already
		case err := <-ended:
			return err
		}
	}
}
