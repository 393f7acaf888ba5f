package main

import (
	"errors"
	"io"
	"os"
	"os/exec"
)

// busyVariable makes the program a process that keeps one core busy.
const busyVariable = "SOCKETSPEC_BUSY"

// beBusy keeps a core busy until the input ends, which it does when the parent has ended,
// however that came about.
func beBusy(input io.Reader) {
	go func() {
		_, _ = io.Copy(io.Discard, input)
		os.Exit(0)
	}()
	for i := 0; ; i++ {
		_ = i
	}
}

// busy starts so many processes, and returns what ends them and waits for their end.
func busy(n int) (end func(), err error) {
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	started := []*exec.Cmd{}
	inputs := []io.Closer{}
	end = func() {
		for i, cmd := range started {
			_ = inputs[i].Close()
			_ = cmd.Process.Kill() // it may have ended already
			_ = cmd.Wait()
		}
	}
	for range n {
		cmd := exec.Command(program)
		cmd.Env = append(cmd.Environ(), busyVariable+"=1")
		input, err := cmd.StdinPipe()
		if err == nil {
			err = cmd.Start()
		}
		if err != nil {
			end()
			return nil, errors.Join(errors.New("no load"), err)
		}
		started, inputs = append(started, cmd), append(inputs, input)
	}

	return end, nil
}
