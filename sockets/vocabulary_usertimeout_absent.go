//go:build !linux

package sockets

// tcpUserTimeout: other systems call it otherwise, and give other units, or lack it.
const tcpUserTimeout = absent
