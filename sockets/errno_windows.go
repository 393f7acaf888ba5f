package sockets

import (
	"errors"
	"syscall"

	"golang.org/x/sys/windows"
)

// What Winsock answers, under the names that POSIX gives it; see errno_unix.go.
// Package syscall's values of these names are invented and never match.
const (
	EACCES          = windows.WSAEACCES
	EADDRINUSE      = windows.WSAEADDRINUSE
	EADDRNOTAVAIL   = windows.WSAEADDRNOTAVAIL
	EAFNOSUPPORT    = windows.WSAEAFNOSUPPORT
	EAGAIN          = windows.WSAEWOULDBLOCK
	EALREADY        = windows.WSAEALREADY
	EBADF           = windows.WSAENOTSOCK // a closed SOCKET is "not a socket"
	ECONNABORTED    = windows.WSAECONNABORTED
	ECONNREFUSED    = windows.WSAECONNREFUSED
	ECONNRESET      = windows.WSAECONNRESET
	EDESTADDRREQ    = windows.WSAEDESTADDRREQ
	EHOSTUNREACH    = windows.WSAEHOSTUNREACH
	EINPROGRESS     = windows.WSAEWOULDBLOCK // what a non-blocking connect answers
	EINVAL          = windows.WSAEINVAL
	EISCONN         = windows.WSAEISCONN
	EMFILE          = windows.WSAEMFILE
	EMSGSIZE        = windows.WSAEMSGSIZE
	ENETUNREACH     = windows.WSAENETUNREACH
	ENOBUFS         = windows.WSAENOBUFS
	ENOPROTOOPT     = windows.WSAENOPROTOOPT
	ENOTCONN        = windows.WSAENOTCONN
	ENOTSOCK        = windows.WSAENOTSOCK
	EOPNOTSUPP      = windows.WSAEOPNOTSUPP
	EPERM           = windows.WSAEACCES
	EPIPE           = windows.WSAESHUTDOWN
	EPROTONOSUPPORT = windows.WSAEPROTONOSUPPORT
	EPROTOTYPE      = windows.WSAEPROTOTYPE
	ESOCKTNOSUPPORT = windows.WSAESOCKTNOSUPPORT
	ETIMEDOUT       = windows.WSAETIMEDOUT
	EWOULDBLOCK     = windows.WSAEWOULDBLOCK
)

// hasResult reports whether a receive that ends so has one.
func hasResult(errno syscall.Errno) bool { return errno == 0 || errno == EMSGSIZE }

// isCut reports whether an error says of a datagram that it was cut.
func isCut(err error) bool { return errors.Is(err, EMSGSIZE) }
