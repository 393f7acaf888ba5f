//go:build unix

package sockets

// RightsIn is the descriptors in control messages.
var RightsIn = rightsIn
