//go:build linux

package sockets_test

import (
	"bytes"
	"encoding/binary"
	"iter"
	"math"

	"socketspec/sockets"
)

// A step is a call that a fuzz target makes, with any size and any flags.
type step struct {
	op    byte
	size  int
	flags sockets.Flag
}

// steps reads a script. Its numbers are varints, so that most are small and none
// is too large.
func steps(script []byte) iter.Seq[step] {
	return func(yield func(step) bool) {
		r := bytes.NewReader(script)
		for range 32 { // more would only be slower
			op, err := r.ReadByte()
			if err != nil {
				return
			}
			size, _ := binary.ReadVarint(r)  // what is cut off
			flags, _ := binary.ReadVarint(r) // is 0, or anything
			if !yield(step{op, int(size), sockets.Flag(flags)}) {
				return
			}
		}
	}
}

func scriptOf(steps ...step) (script []byte) {
	for _, s := range steps {
		script = append(script, s.op)
		script = binary.AppendVarint(script, int64(s.size))
		script = binary.AppendVarint(script, int64(s.flags))
	}

	return script
}

// bound is a size that the test itself can have, any small one and some larger.
func (s step) bound(most int) int { return int(uint(s.size) % uint(most+1)) }

// pairTypes are the types of the pairs that the targets talk over. Unix sockets
// hold still: what was sent is there, in the pieces in which it was sent.
var pairTypes = []sockets.Type{sockets.SOCK_STREAM, sockets.SOCK_DGRAM, sockets.SOCK_SEQPACKET}

// mostSent is more than Recv has room for before it asks how much there is, and
// less than the system takes at once.
const mostSent = 160 << 10

// content has as many bytes as a script can send at once, from any place on.
var content = pattern(65521 + mostSent)

// contentAt is the next n bytes of what is sent, after so many.
func contentAt(sent, n int) []byte { return content[sent%65521:][:n] }

// buffer is what is received into, and untouched what is in it before that.
var (
	buffer    = make([]byte, mostSent+64)
	untouched = bytes.Repeat([]byte{0xa5}, mostSent+64)
)

// beyondFlags are flags of which a C int sees none; on 32-bit processors there are none.
var beyondFlags = sockets.Flag(beyond << 1)

// lawful reports whether a C int holds the flags.
func lawful(flags sockets.Flag) bool { return flags >= math.MinInt32 && flags <= math.MaxInt32 }
