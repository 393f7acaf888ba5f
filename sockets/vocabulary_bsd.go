//go:build darwin || dragonfly || freebsd || netbsd || openbsd

package sockets

// AF_PACKET does not exist on this system: link-layer access goes through
// bpf(4), which is not a socket.
const AF_PACKET Family = absent
