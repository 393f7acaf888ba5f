package harness

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	. "github.com/onsi/gomega"

	"socketspec/fixtures/children"
	"socketspec/fixtures/stacks"
	"socketspec/sockets"
	"socketspec/spec/report"
)

// Settings are what a run is told before it begins.
type Settings struct {
	// Test is the name of the test that begins the run. A child process is this
	// binary again: it runs that test, and so comes to Begin as well. It is empty
	// for a program that is no test binary.
	Test string
	// Reports is the folder in which the frames of a wire are kept. Empty: they are
	// not.
	Reports string
	// Print has the report printed instead, as one line.
	Print bool
	// OnReport, if it is not nil, is told the report, and what a reader sees of it.
	OnReport func(run report.Run, summary string)
	// Patience is how long a call may take before it counts as hanging. It is
	// positive.
	Patience time.Duration
	// Expected lists the specs that the stack is known to fail, or that are left out for it.
	Expected []report.ExpectedFailure
	// Needed lists the capabilities that the stack must have.
	Needed []stacks.Capability
	// Missing, if it is not nil, is why every spec is skipped.
	Missing error
	// Own lists the folders of our own chapters, as runtime.Caller spells them.
	Own []string
}

// The stack under test and what the run was told. Specs are declared when their
// packages are loaded and run when Ginkgo is: in between, Begin sets these once.
var (
	under = newWatch(noStack{})
	told  = Settings{Patience: 30 * time.Second}
)

// Begin puts a stack under test: the specs that run from now on use it. It is
// called once in a process, before Ginkgo's RunSpecs.
//
// In a child process Begin does not return: the process does what it was started
// for, and ends.
func Begin(stack Stack, settings Settings) error {
	children.Become(stack)
	if strings.TrimSpace(stack.Name()) == "" || settings.Patience <= 0 {
		return fmt.Errorf("a stack has a name (%q), and patience is positive (%v)", stack.Name(), settings.Patience)
	}
	if err := errors.Join(checkChapters(others), checkTemporary(), ready(stack)); err != nil {
		return err
	}
	under, told = newWatch(stack), settings
	configureProperties()

	// What a spec waits for comes in microseconds on loopback. The time is for
	// busy machines: no passing spec waits for it.
	SetDefaultEventuallyTimeout(told.Patience)
	SetDefaultEventuallyPollingInterval(time.Millisecond)
	EnforceDefaultTimeoutsWhenUsingContexts()
	RegisterFailHandler(fail)
	registerFormatters()

	return nil
}

// checkTemporary makes sure that there is a folder for temporary files: Unix sockets
// are bound there.
func checkTemporary() error {
	dir, err := os.MkdirTemp("", "s")
	if err != nil {
		return fmt.Errorf("there is no folder for temporary files (%w): set TMPDIR to one", err)
	}
	if len(dir) > longestFolder {
		err = fmt.Errorf("the folder for temporary files is too long for the path of a Unix socket (%s): set TMPDIR to a shorter one", os.TempDir())
	}

	return errors.Join(err, os.Remove(dir))
}

// longestFolder leaves room for a name in the 103 bytes that the path of a Unix socket
// has on macOS.
const longestFolder = 100

// ready asks a stack what the machine lacks for it.
func ready(stack Stack) error {
	if readier, ok := stack.(stacks.Readier); ok {
		return readier.Ready()
	}

	return nil
}

// begun reports whether a run has begun.
func begun() bool {
	_, none := under.Stack.(noStack)
	return !none
}

// Under returns the stack under test. Its sockets are watched: Calling and
// BeBlocked know what they are doing, and no call on them hangs.
func Under() Stack { return under }

// Unwatched returns the stack under test itself. Use it for what else it
// implements (stacks.Stater, …), and for sockets that are too many to be watched.
func Unwatched() Stack { return under.Stack }

// Patience returns how long a call may take before it counts as hanging.
func Patience() time.Duration { return told.Patience }

// noStack is under test before a run has begun.
type noStack struct{}

var errNotBegun = errors.New("no stack is under test: neither spec.Run nor harness.Begin has been called")

func (noStack) Name() string { return "no stack" }

func (noStack) Socket(sockets.Family, sockets.Type) (Socket, error) { return nil, errNotBegun }

func (noStack) Supports(stacks.Capability) error { return errNotBegun }
