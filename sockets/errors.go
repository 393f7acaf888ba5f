package sockets

import (
	"errors"
	"fmt"
	"net"
	"os"
	"syscall"
)

// A SendAllError is what SendAll returns when it could not send everything.
type SendAllError struct {
	Sent int   // bytes that the system took: what it had taken may still arrive
	Len  int   // bytes that were to be sent
	Err  error // why not all
}

// Error says what went wrong and how much had been taken by then.
func (e *SendAllError) Error() string {
	return fmt.Sprintf("%v after %d of %d bytes", e.Err, e.Sent, e.Len)
}

// Unwrap returns the reason.
func (e *SendAllError) Unwrap() error { return e.Err }

// Timeout reports whether the reason is that the timeout passed.
func (e *SendAllError) Timeout() bool { return errors.Is(e.Err, os.ErrDeadlineExceeded) }

// Temporary completes net.Error.
func (e *SendAllError) Temporary() bool { return e.Timeout() }

// A timeoutError says which call's timeout passed.
type timeoutError struct{ op string }

func (e *timeoutError) Error() string   { return e.op + ": timed out" }
func (e *timeoutError) Timeout() bool   { return true }
func (e *timeoutError) Temporary() bool { return true }
func (e *timeoutError) Unwrap() error   { return os.ErrDeadlineExceeded }

var (
	_ net.Error = (*SendAllError)(nil)
	_ net.Error = (*timeoutError)(nil)
)

// An operation is a call that may have to wait: its name, and the two errors
// that say it did not get far enough, made once so that a caller who polls
// allocates nothing.
type operation struct {
	name       string
	timedOut   error
	wouldBlock error
}

func newOperation(name string) *operation {
	return &operation{
		name:       name,
		timedOut:   &timeoutError{op: name},
		wouldBlock: os.NewSyscallError(name, EAGAIN),
	}
}

var (
	opAccept   = newOperation("accept")
	opConnect  = newOperation("connect")
	opRecv     = newOperation("recv")
	opRecvFrom = newOperation("recvfrom")
	opSend     = newOperation("send")
	opSendTo   = newOperation("sendto")
	opSendMsg  = newOperation("sendmsg")
	opRecvMsg  = newOperation("recvmsg")
	opRead     = newOperation("read")  // by the program's own call
	opWrite    = newOperation("write") // likewise
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

// refuse is the error of a call whose arguments no system call was made for.
// errors.Is(err, os.ErrInvalid) holds.
func refuse(op, format string, args ...any) error {
	return fmt.Errorf("%s: %w: %s", op, os.ErrInvalid, fmt.Sprintf(format, args...))
}
