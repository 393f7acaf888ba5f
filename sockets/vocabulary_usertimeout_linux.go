package sockets

import "golang.org/x/sys/unix"

const tcpUserTimeout = unix.TCP_USER_TIMEOUT
