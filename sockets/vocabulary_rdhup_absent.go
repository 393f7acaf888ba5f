//go:build !linux && !freebsd

package sockets

// POLLRDHUP is never set: this system does not have it.
const POLLRDHUP Readiness = absent
