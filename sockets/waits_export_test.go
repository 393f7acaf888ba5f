//go:build linux

package sockets

// NothingYet is what a receive asks first.
func NothingYet(s *Socket) bool { return sysNothingYet(s.fd) }
