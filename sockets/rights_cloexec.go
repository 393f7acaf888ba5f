//go:build dragonfly || freebsd || linux || netbsd || openbsd

package sockets

import "golang.org/x/sys/unix"

// cmsgCloexec has the system set FD_CLOEXEC as it passes a descriptor.
const cmsgCloexec = unix.MSG_CMSG_CLOEXEC
