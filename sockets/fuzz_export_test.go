//go:build linux

package sockets

import (
	"bytes"
	"unsafe"
)

// Sockaddr is addr as the system reads it. What is used again has what was in
// it before.
func Sockaddr(addr Addr) []byte {
	var n name
	all := n.bytes()
	copy(all, bytes.Repeat([]byte{0xa5}, len(all)))
	n.set(addr)

	return bytes.Clone(all[:n.len])
}

// AddrOf is the address that the system has written, and so many bytes of it.
func AddrOf(raw []byte, length uint32) Addr {
	n := name{len: length}
	copy(n.bytes(), raw)

	return n.addr()
}

func (n *name) bytes() []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(&n.raw)), unsafe.Sizeof(n.raw))
}
