//go:build unix && !linux

package sockets

// spaceForCredentials is Linux's: others send them with each write that asks for it.
func spaceForCredentials(int) int { return 0 }
