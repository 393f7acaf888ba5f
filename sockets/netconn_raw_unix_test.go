//go:build unix

package sockets_test

import (
	"errors"
	"io"
	"net"
	"syscall"
	"testing"

	"socketspec/sockets"
)

var errUnexpected = errors.New("there is something to read")

// usable is how a pool of connections, that of a database's client for one, finds out
// whether the peer has gone: one read that does not wait.
func usable(t *testing.T, c net.Conn) (verdict error) {
	t.Helper()
	err := rawOf(t, c).Read(func(fd uintptr) bool {
		switch n, err := syscall.Read(int(fd), make([]byte, 1)); {
		case n > 0:
			verdict = errUnexpected
		case err == nil:
			verdict = io.EOF
		case !errors.Is(err, syscall.EAGAIN):
			verdict = err
		}

		return true
	})

	return errors.Join(verdict, err)
}

func TestPoolFindsConnectionsThatHaveEnded(t *testing.T) {
	a, b := views(t, tcpPair)
	wants(t, "a fresh one", usable(t, a), nil)
	wants(t, "the same again", usable(t, a), nil)
	reading := start(func() error { return readOne(a) })
	reading.blocked(t)
	_, err := b.Write([]byte("xy"))
	ok(t, err)
	reading.ends(t, "read", nil, nil)
	wants(t, "one with data", usable(t, a), errUnexpected)
	wants(t, "an empty one", usable(t, a), nil)
	ok(t, b.Close())
	_, err = a.Socket().Recv(1, sockets.MSG_PEEK) // the end has arrived
	ok(t, err)
	wants(t, "one that has ended", usable(t, a), io.EOF)
	ok(t, a.Close())
	wants(t, "a closed one", usable(t, a), net.ErrClosed)
}

// A call of the program's own waits, as the view's do, and sees what arrives.
func TestRawCallsWait(t *testing.T) {
	a, b := views(t, streamPair)
	raw := rawOf(t, a)
	buf := make([]byte, 8)
	reading := begin(func() ([]byte, error) {
		var n int
		err := raw.Read(func(fd uintptr) bool {
			var rerr error
			n, rerr = syscall.Read(int(fd), buf)

			return !errors.Is(rerr, syscall.EAGAIN)
		})

		return buf[:max(n, 0)], err
	})
	reading.blocked(t)
	_, err := b.Write([]byte("came"))
	ok(t, err)
	reading.ends(t, "read", []byte("came"), nil)

	fill(t, a.Socket())
	writing := start(func() error {
		return raw.Write(func(fd uintptr) bool {
			_, werr := syscall.Write(int(fd), make([]byte, 4096))
			return !errors.Is(werr, syscall.EAGAIN)
		})
	})
	writing.blocked(t)
	for err == nil { // until there is room again, whatever the system takes for it
		_, err = b.Socket().Recv(1<<20, sockets.MSG_DONTWAIT)
	}
	wants(t, "recv", err, sockets.EAGAIN)
	writing.ends(t, "write", nil, nil)
}
