//go:build !linux

package sockets_test

import (
	"testing"

	"socketspec/sockets"
)

// lingers is what SO_LINGER says.
func lingers(t testing.TB, s *sockets.Socket) bool {
	t.Helper()
	on, err := s.Option(sockets.SOL_SOCKET, sockets.SO_LINGER)
	ok(t, err)

	return on != 0
}
