//go:build (linux || windows) && !race

package sockets_test

import (
	"testing"

	"socketspec/sockets"
)

func TestVectorsAllocateNothing(t *testing.T) {
	for _, timeout := range timeouts {
		a, b := tcpPair(t)
		ok(t, a.SetTimeout(timeout))
		ok(t, b.SetTimeout(timeout))
		sent := [][]byte{make([]byte, 20), make([]byte, 1000), nil, make([]byte, 4)}
		got := [][]byte{make([]byte, 512), make([]byte, 512)}
		allocates(t, "SendV and RecvV", 0, func() error {
			if _, err := a.SendV(sent); err != nil {
				return err
			}
			_, _, err := b.RecvV(got)

			return err
		})
	}
}

func TestVectorsOf1024BuffersAllocateNothing(t *testing.T) {
	a, b := tcpPair(t)
	parts := make([][]byte, 1024)
	for i := range parts {
		parts[i] = []byte("x")
	}
	allocates(t, "SendV and RecvV", 0, func() error {
		if _, err := a.SendV(parts); err != nil {
			return err
		}
		_, _, err := b.RecvV(parts, sockets.MSG_WAITALL)

		return err
	})
}
