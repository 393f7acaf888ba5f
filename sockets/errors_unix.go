//go:build unix

package sockets

import (
	"net"
	"os"
	"syscall"
)

// failed is errno as the error of this operation, nil for 0.
func (o *operation) failed(errno syscall.Errno) error {
	switch errno {
	case 0:
		return nil
	case EAGAIN:
		return o.wouldBlock
	}

	return os.NewSyscallError(o.name, errno)
}

// closed is the error of a call on a socket that is closed, or was never open.
func closed(op string) error {
	return &net.OpError{Op: op, Err: net.ErrClosed}
}
