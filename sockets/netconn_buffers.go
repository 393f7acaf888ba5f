package sockets

import (
	"net"
	"sync"
	"syscall"
)

// maxParts is how many buffers one system call takes: IOV_MAX of Linux, macOS and the
// BSDs.
const maxParts = 1024

// A gather is what one WriteBuffers needs, used again by later ones.
type gather struct {
	parts  [][]byte                                     // what one system call is to send
	vector vector                                       // the same, as the system has it
	call   func(d *direction, fd int) (e syscall.Errno) // try, bound once
}

var gathers = sync.Pool{New: func() any {
	g := new(gather)
	g.call = g.try

	return g
}}

func (g *gather) try(d *direction, fd int) (errno syscall.Errno) {
	d.n, errno = sysSendBuffers(fd, g.parts, int(d.flags), &g.vector)
	return errno
}

// WriteBuffers sends what is in bufs, in order. It makes one system call for up to
// 1024 buffers and 1 MiB, and not one for each buffer, as [net.Buffers.WriteTo] does
// with every connection that is not package net's own. It allocates nothing on Linux
// and Windows.
//
// Like that one it takes what it has sent out of bufs, returns how many bytes that
// are, and nothing is left if it succeeds. The buffers are one datagram on a datagram
// socket, and none if they hold nothing.
func (c *netConn) WriteBuffers(bufs *net.Buffers) (int64, error) {
	if bufs == nil {
		return 0, c.failed("writev", refuse("send", "the buffers are nil"))
	}
	n, err := c.socket.sendBuffers(bufs, c.out.current())

	return n, c.failed("writev", err)
}

func (s *Socket) sendBuffers(bufs *net.Buffers, ends *expiry) (sent int64, err error) {
	d := &s.out
	if err = s.begin(d, opSend, 0, ends); err != nil {
		return 0, err
	}
	defer d.end()
	consume(bufs, 0)
	if len(*bufs) == 0 {
		return 0, s.alive("send")
	}
	g := gathers.Get().(*gather) //nolint:forcetypeassert // The pool holds nothing else.
	defer g.free()
	for len(*bufs) > 0 && err == nil {
		g.take(*bufs, s.typ)
		d.call = g.call
		if s.family == AF_UNIX { // as in sendOnce
			d.manner = looking
		}
		err = d.result(&s.handle, opSend, d.run(&s.handle))
		clear(g.parts) // the next piece may have fewer
		if err == nil {
			sent += int64(d.n)
			if consume(bufs, d.n); len(*bufs) > 0 {
				err = d.late()
			}
		}
	}

	return sent, err
}

// take chooses what one system call sends: of a stream no more than SendAll would, and
// else all of it, for it is one message.
func (g *gather) take(bufs net.Buffers, typ Type) {
	g.parts = g.parts[:0]
	room := maxPiece
	for _, b := range bufs {
		if typ == SOCK_STREAM {
			if room == 0 || len(g.parts) == maxParts {
				return
			}
			b = b[:min(len(b), room)]
			room -= len(b)
		}
		if len(b) > 0 {
			g.parts = append(g.parts, b)
		}
	}
}

// consume takes the first n bytes out of bufs, and the empty buffers behind them.
func consume(bufs *net.Buffers, n int) {
	for len(*bufs) > 0 {
		first := &(*bufs)[0]
		if n < len(*first) {
			*first = (*first)[n:]
			return
		}
		n -= len(*first)
		*first = nil
		*bufs = (*bufs)[1:]
	}
}
