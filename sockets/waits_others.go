//go:build !linux

package sockets

import "syscall"

// What Linux tells of a call that would wait, other systems do not have to be asked
// for: to a descriptor that does not block they say the same as to one that does.

const (
	msgErrQueue   Flag = 0
	connectJoins       = false
	tellsOfTheEnd      = false
)

func sysNothingYet(int) bool           { return false }
func sysNothingComes(int) bool         { return false }
func sysWithdrawn(int) syscall.Errno   { return 0 }
func sysHasEnough(int, int, Flag) bool { return true }
func noteOption(int, int)              {}
