package sockets_test

import (
	"bytes"
	"errors"
	"slices"
	"testing"

	"golang.org/x/sys/unix"

	"socketspec/sockets"
)

// What was sent of some buffers comes into others, cut anew: the judge is what they hold
// when they are put together.
func FuzzVectors(f *testing.F) {
	for kind := range pairTypes {
		f.Add(uint8(kind), []byte{3, 0, 5}, []byte{1, 0, 2, 200})
		f.Add(uint8(kind), []byte{255, 255}, []byte{1})
		f.Add(uint8(kind), []byte{200, 9, 200}, []byte{9, 200, 150, 0, 250})
		f.Add(uint8(kind), []byte{1}, []byte{})
		f.Add(uint8(kind), []byte{}, []byte{1})
		f.Add(uint8(kind), bytes.Repeat([]byte{1}, 1025), bytes.Repeat([]byte{1}, 1024))
	}
	f.Fuzz(func(t *testing.T, kind uint8, out, in []byte) {
		typ := pairTypes[int(kind)%len(pairTypes)]
		a, b := unixPair(t, typ)
		ok(t, a.SetTimeout(0))
		ok(t, b.SetTimeout(0))
		sent := vector(out)
		whole := slices.Concat(sent...)
		for i := range whole {
			whole[i] = byte(i * 7) // the parts are parts of nothing else
		}
		for i, rest := 0, whole; i < len(sent); i++ {
			rest = rest[copy(sent[i], rest):]
		}
		n, err := a.SendV(sent)
		if len(out) > mostParts {
			if n != 0 || !errors.Is(err, sockets.EMSGSIZE) {
				t.Fatalf("%d parts: %d, %v", len(out), n, err)
			}

			return
		}
		if err != nil || n != len(whole) {
			t.Fatalf("%d of %d bytes were taken, %v", n, len(whole), err)
		}
		cameInParts(t, b, typ, whole, vector(in))
	})
}

// mostParts is IOV_MAX.
const mostParts = 1024

// vector is buffers of so many bytes each.
func vector(lengths []byte) (parts [][]byte) {
	for _, length := range lengths {
		parts = append(parts, make([]byte, length))
	}

	return parts
}

// cameInParts receives once, and compares.
func cameInParts(t *testing.T, s *sockets.Socket, typ sockets.Type, whole []byte, parts [][]byte) {
	t.Helper()
	n, came, err := s.RecvV(parts)
	all := slices.Concat(parts...)
	nothing := typ == sockets.SOCK_STREAM && len(whole) == 0
	switch {
	case len(parts) > mostParts:
		if n != 0 || !errors.Is(err, sockets.EMSGSIZE) {
			t.Fatalf("%d parts: %d, %v", len(parts), n, err)
		}
	case nothing && errors.Is(err, sockets.EAGAIN):
	case err != nil || n != min(len(whole), len(all)) || !bytes.Equal(all[:n], whole[:n]):
		t.Fatalf("%v: %d of %d bytes came into room for %d, %v", typ, n, len(whole), len(all), err)
	case typ != sockets.SOCK_STREAM && (came&sockets.MSG_TRUNC != 0) != (len(whole) > len(all)):
		t.Fatalf("%v: %d bytes came into room for %d, with %v", typ, len(whole), len(all), came)
	}
}

// Descriptors that were passed are of the files that were passed, there are no more of
// them than fitted, and the data beside them is whole.
func FuzzRights(f *testing.F) {
	for kind := range pairTypes {
		f.Add(uint8(kind), uint8(1), uint8(1), []byte("socket"), uint16(64))
		f.Add(uint8(kind), uint8(3), uint8(2), []byte("s"), uint16(1))
		f.Add(uint8(kind), uint8(0), uint8(4), []byte("socket"), uint16(3))
		f.Add(uint8(kind), uint8(254), uint8(255), []byte("socket"), uint16(64))
	}
	f.Fuzz(func(t *testing.T, kind, passed, room uint8, data []byte, bufsize uint16) {
		typ := pairTypes[int(kind)%len(pairTypes)]
		if len(data) == 0 || len(data) > 4000 || bufsize == 0 {
			t.Skip("there has to be something that the descriptors come with, and room for it")
		}
		a, b := unixPair(t, typ)
		ok(t, a.SetTimeout(0))
		ok(t, b.SetTimeout(0))
		theirs := number(t, a)
		n, err := a.SendFDs(data, slices.Repeat([]int{theirs}, int(passed)))
		if passed > 253 { // Linux: SCM_MAX_FD
			if n != 0 || !errors.Is(err, unix.EINVAL) {
				t.Fatalf("%d descriptors: %d, %v", passed, n, err)
			}

			return
		}
		if err != nil || n != len(data) {
			t.Fatalf("%d of %d bytes were taken, %v", n, len(data), err)
		}
		got, fds, cut, err := b.RecvFDs(int(bufsize), int(room))
		for _, fd := range fds {
			defer unix.Close(fd) //nolint:errcheck // It was only looked at.
		}
		if err != nil || !bytes.Equal(got, data[:min(len(data), int(bufsize))]) {
			t.Fatalf("%.20q, %v", got, err)
		}
		if len(fds) < min(int(passed), int(room)) || len(fds) > int(passed) || cut != (len(fds) < int(passed)) {
			t.Fatalf("of %d descriptors came %d into room for %d, cut: %v", passed, len(fds), room, cut)
		}
		for _, fd := range fds {
			if fileOf(t, fd) != fileOf(t, theirs) || !closeOnExec(t, fd) {
				t.Fatalf("descriptor %d is of another file, or stays open in other programs", fd)
			}
		}
	})
}

// fileOf is what a descriptor refers to.
func fileOf(t *testing.T, fd int) uint64 {
	t.Helper()
	var of unix.Stat_t
	ok(t, unix.Fstat(fd, &of))

	return of.Ino
}
