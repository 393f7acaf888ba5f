//go:build !linux

package sockets

import "errors"

// dissolved is the result of a connect(2) to a bad address, whose failure does not
// matter if the peer is gone.
func dissolved(fd int, failed error) error {
	if failed == nil || errors.Is(sysGetpeername(fd, new(name)), ENOTCONN) {
		return nil
	}

	return failed
}
