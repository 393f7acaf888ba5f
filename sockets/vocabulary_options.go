//go:build linux || freebsd || openbsd

package sockets

import "golang.org/x/sys/unix"

// Options that tell how a socket was made; see socket(7). They can only be read.
const (
	SO_DOMAIN   = unix.SO_DOMAIN   // its [Family]
	SO_PROTOCOL = unix.SO_PROTOCOL // its [Protocol], also where the usual one was asked for
)
