package harness

import (
	"errors"
	"net"
	"os"
	"syscall"

	"socketspec/sockets"
)

// A named is an errno with the name that POSIX gives it.
type named struct {
	errno syscall.Errno
	name  string
}

// errnos are those that calls on sockets give. Where a system has one number for two of
// them the first is its name.
func errnos() []named {
	return []named{
		{sockets.EAGAIN, "EAGAIN"},
		{sockets.EINVAL, "EINVAL"},
		{sockets.EISCONN, "EISCONN"},
		{sockets.ENOTCONN, "ENOTCONN"},
		{sockets.EPIPE, "EPIPE"},
		{sockets.EALREADY, "EALREADY"},
		{sockets.EINPROGRESS, "EINPROGRESS"},
		{sockets.ECONNREFUSED, "ECONNREFUSED"},
		{sockets.ECONNRESET, "ECONNRESET"},
		{sockets.ECONNABORTED, "ECONNABORTED"},
		{sockets.EDESTADDRREQ, "EDESTADDRREQ"},
		{sockets.EOPNOTSUPP, "EOPNOTSUPP"},
		{sockets.EADDRINUSE, "EADDRINUSE"},
		{sockets.EADDRNOTAVAIL, "EADDRNOTAVAIL"},
		{sockets.EAFNOSUPPORT, "EAFNOSUPPORT"},
		{sockets.EACCES, "EACCES"},
		{sockets.EBADF, "EBADF"},
		{sockets.EHOSTUNREACH, "EHOSTUNREACH"},
		{sockets.EMSGSIZE, "EMSGSIZE"},
		{sockets.ENETUNREACH, "ENETUNREACH"},
		{sockets.ENOBUFS, "ENOBUFS"},
		{sockets.ENOPROTOOPT, "ENOPROTOOPT"},
		{sockets.ENOTSOCK, "ENOTSOCK"},
		{sockets.EPERM, "EPERM"},
		{sockets.EPROTONOSUPPORT, "EPROTONOSUPPORT"},
		{sockets.EPROTOTYPE, "EPROTOTYPE"},
		{sockets.ETIMEDOUT, "ETIMEDOUT"},
	}
}

// ErrnoName is the name of an errno, or the system's text if it is none of those that
// calls on sockets usually give.
func ErrnoName(errno syscall.Errno) string {
	for _, e := range errnos() {
		if e.errno == errno {
			return e.name
		}
	}

	return errno.Error()
}

// inGrid is an error as the value of a cell. That the socket is closed is EBADF.
func inGrid(err error) string {
	var errno syscall.Errno
	switch {
	case errors.Is(err, net.ErrClosed):
		return "EBADF"
	case errors.Is(err, os.ErrDeadlineExceeded):
		return "EAGAIN"
	case errors.As(err, &errno):
		return ErrnoName(errno)
	}

	return err.Error()
}

// addrInGrid is an address as the value of a cell: what it is, and not which.
func addrInGrid(addr sockets.Addr) string {
	if addr.Family() == sockets.AF_UNIX {
		if addr.Path() == "" {
			return "unnamed"
		}

		return "path"
	}
	host, port := "addr", "port"
	switch {
	case !addr.IP().IsValid() || addr.IP().IsUnspecified():
		host = "*"
	case addr.IP().IsLoopback():
		host = "lo"
	}
	if addr.Port() == 0 {
		port = "0"
	}

	return host + ":" + port
}
