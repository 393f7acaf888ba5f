//go:build !linux && !freebsd && !openbsd

package sockets

// SO_DOMAIN and SO_PROTOCOL do not exist on this system.
const (
	SO_DOMAIN   = absent
	SO_PROTOCOL = absent
)
