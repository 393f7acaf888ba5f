package sockets

import "golang.org/x/sys/unix"

// AF_PACKET is the family of link-layer sockets; see packet(7).
const AF_PACKET Family = unix.AF_PACKET
