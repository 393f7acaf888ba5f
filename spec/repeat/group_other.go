//go:build !unix

package main

import "os/exec"

// apart does nothing where there are no groups of processes.
func apart(*exec.Cmd) {}

// endGroup ends a process. Its children see that it has gone.
func endGroup(cmd *exec.Cmd) error { return cmd.Process.Kill() }
