package sockets

import (
	"errors"
	"os"
	"sync"
	"syscall"
)

// The calls of several buffers; see transfer_recv.go and netconn_buffers.go.

func (s *Socket) sendV(parts [][]byte, flags Flag) (n int, err error) {
	d := &s.out
	if err = s.begin(d, opSend, flags, nil); err != nil {
		return 0, err
	}
	g := gathers.Get().(*gather) //nolint:forcetypeassert // The pool holds nothing else.
	g.parts = append(g.parts[:0], parts...)
	d.call = g.call
	if s.family == AF_UNIX { // as in sendOnce
		d.manner = looking
	}
	if err = d.result(&s.handle, opSend, d.run(&s.handle)); err == nil {
		n = d.n
	}
	g.free()
	d.end()

	return n, err
}

// free gives the gather back. The pool holds no buffers of anybody's, and no vector that
// one call in a thousand needs.
func (g *gather) free() {
	clear(g.parts)
	if len(g.parts) > maxParts {
		g.parts, g.vector = nil, vector{}
	}
	gathers.Put(g)
}

// A scatter is what one RecvV needs, used again by later ones.
type scatter struct {
	parts  [][]byte // what is still to be filled
	total  int      // how many bytes they have
	came   int      // the flags
	vector vector
	once   func(d *direction, fd int) (e syscall.Errno) // tryOnce, bound once
	all    func(d *direction, fd int) (e syscall.Errno) // likewise tryAll
}

var scatters = sync.Pool{New: func() any {
	k := new(scatter)
	k.once, k.all = k.tryOnce, k.tryAll

	return k
}}

// set readies the scatter for a call.
func (k *scatter) set(parts [][]byte) {
	k.parts, k.total, k.came = append(k.parts[:0], parts...), 0, 0
	for _, p := range parts {
		k.total += len(p)
	}
}

func (k *scatter) free(all [][]byte) {
	clear(all)
	if k.parts = all; len(all) > maxParts {
		k.parts, k.vector = nil, vector{}
	}
	scatters.Put(k)
}

func (s *Socket) recvV(parts [][]byte, flags Flag) (n int, came Flag, err error) {
	d := &s.in
	if err = s.begin(d, opRecv, flags, nil); err != nil {
		return 0, 0, err
	}
	k := scatters.Get().(*scatter) //nolint:forcetypeassert // The pool holds nothing else.
	k.set(parts)
	all := k.parts
	d.call, d.n = k.once, k.total
	if s.typ != SOCK_STREAM {
		d.manner = asking
	}
	if s.unusual(flags) && s.adapt(flags) {
		d.call, d.n, d.manner = k.all, 0, filling
	}
	err = s.concludeV(d.run(&s.handle))
	n, came = d.n, Flag(k.came)
	k.free(all)
	d.end()

	return n, came, err
}

// concludeV is conclude without a sender.
//
//go:noinline
func (s *Socket) concludeV(err error) error {
	d := &s.in
	err = d.result(&s.handle, opRecv, err)
	if errors.Is(err, os.ErrDeadlineExceeded) && d.hasPart() {
		err = nil
	}
	if err != nil && !isCut(err) {
		d.n = 0
	}

	return err
}

// tryOnce receives once, as tryRecv does.
func (k *scatter) tryOnce(d *direction, fd int) syscall.Errno {
	if d.manner == atLeast && !sysHasEnough(fd, d.n, Flag(d.flags)) || d.manner == askingFirst && d.nothingYet(fd) {
		return EAGAIN
	}
	n, came, errno := sysRecvBuffers(fd, k.parts, int(d.flags), &k.vector)
	if errno == EAGAIN && d.nothingComes(fd) {
		return d.nothing()
	}
	if hasResult(errno) {
		d.n, k.came = n, came
	}

	return errno
}

// tryAll receives until the buffers are full, as tryFill does.
func (k *scatter) tryAll(d *direction, fd int) syscall.Errno {
	for {
		n, came, errno := sysRecvBuffers(fd, k.parts, int(d.flags), &k.vector)
		if errno != 0 {
			return d.orPart(errno)
		}
		d.n, k.came = d.n+n, came
		k.fill(n)
		if n == 0 || len(k.parts) == 0 || sysAtMark(fd) {
			return 0
		}
	}
}

// fill takes n bytes of room away, and the buffers that have none.
func (k *scatter) fill(n int) {
	for len(k.parts) > 0 {
		first := k.parts[0]
		if n < len(first) {
			k.parts[0] = first[n:]
			return
		}
		n -= len(first)
		k.parts = k.parts[1:]
	}
}
