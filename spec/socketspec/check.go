package main

import (
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"time"

	"socketspec/fixtures/stacks/driven"
)

// checkTime is how long a check may take. It takes seconds.
const checkTime = 10 * time.Minute

// checkDriver checks the driver itself, and prints what is right, not known and wrong.
func (o *options) checkDriver(stdout, stderr io.Writer) int {
	if len(o.command) == 0 {
		return complain(stderr, misused, errors.New("-check needs -driver"))
	}
	if _, err := exec.LookPath(o.command[0]); err != nil {
		return complain(stderr, cannotRun, err)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	ctx, cancel := context.WithTimeout(ctx, checkTime)
	defer cancel()
	status := passed
	for _, finding := range driven.Check(ctx, o.command...) {
		say(stdout, "%v\n", finding)
		if finding.Verdict == driven.Wrong {
			status = failed
		}
	}

	return status
}
