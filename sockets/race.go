//go:build race

package sockets

import (
	"runtime"
	"unsafe"
)

// A send happens before the receive that returns its bytes. The race detector
// does not see that through system calls that are made directly, so it is told,
// as package syscall tells it of its Read and Write.
var transfers byte

func sending() { runtime.RaceReleaseMerge(unsafe.Pointer(&transfers)) }

func sent(p []byte, n int) {
	if n > 0 {
		runtime.RaceReadRange(unsafe.Pointer(unsafe.SliceData(p)), n)
	}
}

func sentAll(parts [][]byte, n int) {
	for _, p := range parts {
		if n <= 0 {
			return
		}
		sent(p, min(n, len(p)))
		n -= len(p)
	}
}

func received(p []byte, n int) {
	if n = min(n, len(p)); n > 0 {
		runtime.RaceWriteRange(unsafe.Pointer(unsafe.SliceData(p)), n)
	}
	runtime.RaceAcquire(unsafe.Pointer(&transfers))
}

func receivedAll(parts [][]byte, n int) {
	for _, p := range parts {
		received(p, n)
		n -= len(p)
	}
}
