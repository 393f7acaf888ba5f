//go:build unix

package sockets

import (
	"syscall"

	"golang.org/x/sys/unix"
)

// What the system answers, under the names that POSIX gives it. Each name is
// defined again in errno_windows.go, where the numbers are Winsock's own, so
// that errors.Is(err, sockets.ECONNREFUSED) holds on every system.
const (
	EACCES          = unix.EACCES
	EADDRINUSE      = unix.EADDRINUSE
	EADDRNOTAVAIL   = unix.EADDRNOTAVAIL
	EAFNOSUPPORT    = unix.EAFNOSUPPORT
	EAGAIN          = unix.EAGAIN
	EALREADY        = unix.EALREADY
	EBADF           = unix.EBADF
	ECONNABORTED    = unix.ECONNABORTED
	ECONNREFUSED    = unix.ECONNREFUSED
	ECONNRESET      = unix.ECONNRESET
	EDESTADDRREQ    = unix.EDESTADDRREQ
	EHOSTUNREACH    = unix.EHOSTUNREACH
	EINPROGRESS     = unix.EINPROGRESS
	EINVAL          = unix.EINVAL
	EISCONN         = unix.EISCONN
	EMFILE          = unix.EMFILE
	EMSGSIZE        = unix.EMSGSIZE
	ENETUNREACH     = unix.ENETUNREACH
	ENOBUFS         = unix.ENOBUFS
	ENOPROTOOPT     = unix.ENOPROTOOPT
	ENOTCONN        = unix.ENOTCONN
	ENOTSOCK        = unix.ENOTSOCK
	EOPNOTSUPP      = unix.EOPNOTSUPP
	EPERM           = unix.EPERM
	EPIPE           = unix.EPIPE
	EPROTONOSUPPORT = unix.EPROTONOSUPPORT
	EPROTOTYPE      = unix.EPROTOTYPE
	ESOCKTNOSUPPORT = unix.ESOCKTNOSUPPORT
	ETIMEDOUT       = unix.ETIMEDOUT
	EWOULDBLOCK     = unix.EWOULDBLOCK
)

// hasResult reports whether a receive that ends so has one.
func hasResult(errno syscall.Errno) bool { return errno == 0 }

// isCut reports whether an error says of a datagram that it was cut. None does: EMSGSIZE
// is that of one that was sent, and that the path is too narrow for.
func isCut(error) bool { return false }
