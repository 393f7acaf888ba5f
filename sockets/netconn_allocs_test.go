//go:build !race

package sockets_test

import (
	"io"
	"net"
	"testing"
	"time"
)

func TestViewsCallsAllocateNothing(t *testing.T) {
	a, b := views(t, tcpPair)
	buf := make([]byte, 64)
	allocates(t, "Write and Read", 0, func() error {
		for _, set := range []func(time.Time) error{a.SetDeadline, b.SetDeadline} {
			if err := set(time.Now().Add(patience)); err != nil {
				return err
			}
		}
		if _, err := a.Write(buf); err != nil {
			return err
		}
		_, err := b.Read(buf)

		return err
	})
	many, whole := make(net.Buffers, 64), make([]byte, 64*len(buf))
	var bufs net.Buffers
	allocates(t, "WriteBuffers", 0, func() error {
		for i := range many {
			many[i] = buf
		}
		bufs = many
		if _, err := a.WriteBuffers(&bufs); err != nil {
			return err
		}
		_, err := io.ReadFull(b, whole)

		return err
	})
	ok(t, a.SetDeadline(never))
	ok(t, b.SetDeadline(never))
	echoing := start(func() error { return echo(b.Socket()) })
	allocates(t, "a round trip", 0, func() error {
		if _, err := a.Write(buf); err != nil {
			return err
		}
		_, err := a.Read(buf)

		return err
	})
	ok(t, a.Close())
	echoing.ends(t, "the echo", nil, nil)
}
