//go:build !linux

package sockets

// absent is the value of a constant that a system does not have: no system
// defines it, so that using it fails with the system's own error.
const absent = 1 << 30
