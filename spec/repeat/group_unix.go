//go:build unix

package main

import (
	"os/exec"
	"syscall"
)

// apart gives a process a group of its own, so that it can be ended with its children.
func apart(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }

// endGroup ends a process and its children.
func endGroup(cmd *exec.Cmd) error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
