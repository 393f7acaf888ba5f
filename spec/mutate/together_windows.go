package main

import "os/exec"

// together has nothing to do: package sockets is mutated on Unix alone.
func together(*exec.Cmd) {}
