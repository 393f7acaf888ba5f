package main

import (
	"os"

	"socketspec/fixtures/children"
	"socketspec/fixtures/hosts"
	"socketspec/fixtures/stacks/driven"
	"socketspec/fixtures/stacks/host"
	"socketspec/spec"
	"socketspec/spec/known"
)

// withStack does what needs a stack. A second process of a run comes here too, without
// arguments, and does not go further than its stack.
func (o *options) withStack(stdout, stderr *os.File) int {
	hosts.Enter()
	if o.repeat > 1 && !o.capabilities {
		return o.again(stderr)
	}
	stack, options, end, err := o.stack()
	if err != nil {
		return complain(stderr, cannotRun, err)
	}
	children.Become(stack)
	var status int
	if o.capabilities {
		status = listCapabilities(stack, stdout, stderr)
	} else {
		status = o.run(stack, options, stdout, stderr)
	}
	if err := end(); err != nil {
		return complain(stderr, max(status, failed), err)
	}

	return status
}

// machine is this machine's stack. The tests have others.
var machine = func(name string) spec.Stack {
	if name != "" {
		return host.Named(name)
	}

	return host.New()
}

// stack is what is put under test, with what it is known to do wrong, and how it is
// ended.
func (o *options) stack() (spec.Stack, []spec.Option, func() error, error) {
	if len(o.command) == 0 {
		return machine(o.system), o.failures(), func() error { return nil }, nil
	}
	driver, err := driven.New(o.command...)
	if err != nil {
		return nil, nil, nil, err
	}

	return driver, nil, driver.Close, nil
}

// failures are what this machine's sockets are known to do wrong.
func (o *options) failures() []spec.Option {
	if o.emulated {
		return append(known.Failures(), known.QEMUUser()...)
	}

	return known.Failures()
}
