//go:build unix

package sockets

import (
	"errors"

	"golang.org/x/sys/unix"
)

// sysReady asks poll(2) for all that can be asked for.
func sysReady(fd int) (Readiness, error) {
	// Where there is no POLLRDHUP its bit does not fit, and is cut off.
	fds := [1]unix.PollFd{{Fd: int32(fd), Events: int16(POLLIN | POLLPRI | POLLOUT | POLLRDHUP&0x7fff)}} //nolint:gosec // A descriptor.
	for {
		_, err := unix.Poll(fds[:], 0)
		if !errors.Is(err, unix.EINTR) {
			return Readiness(fds[0].Revents), err
		}
	}
}

// sysSelect asks select(2). A descriptor that is not in the bits of a set would be
// looked for behind it.
func sysSelect(fd int) (Selection, error) {
	if fd >= unix.FD_SETSIZE {
		return Selection{}, unix.EINVAL
	}
	for {
		var r, w, x unix.FdSet
		r.Set(fd)
		w.Set(fd)
		x.Set(fd)
		_, err := unix.Select(fd+1, &r, &w, &x, new(unix.Timeval))
		if errors.Is(err, unix.EINTR) {
			continue
		}
		if err != nil {
			return Selection{}, err
		}

		return Selection{Read: r.IsSet(fd), Write: w.IsSet(fd), Except: x.IsSet(fd)}, nil
	}
}
