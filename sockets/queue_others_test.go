//go:build !linux

package sockets_test

import (
	"testing"

	"socketspec/sockets"
)

// hasRoom is unknown here.
func hasRoom(testing.TB, *sockets.Socket) bool { return false }
