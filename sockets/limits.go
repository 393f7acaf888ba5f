package sockets

import "sync"

// scratch holds the buffers that Recv receives into before it knows how long
// its result is. One is held during a try only, never while a call waits.
var scratch = sync.Pool{New: func() any { return new([scratchSize]byte) }}

// scratchSize holds any UDP datagram.
const scratchSize = 64 << 10

// maxRW bounds one system call: some systems refuse, others cut, more than
// 2 GiB. A stream goes in pieces anyway; as in package internal/poll.
const maxRW = 1 << 30

// maxPiece bounds one system call of SendAll. To a peer that goes on receiving
// the system would send any amount within one call, which knows no timeout.
const maxPiece = 1 << 20
