//go:build unix

package sockets

import "golang.org/x/sys/unix"

const tcpMaxSegment = unix.TCP_MAXSEG
