//go:build linux

package sockets

import (
	"bytes"
	"syscall"
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

// What the system calls give, on any descriptor: no poller, no turn, no retry.

func RawRecv(fd, most int, flags Flag) (int, syscall.Errno) {
	return sysRecv(fd, make([]byte, most), int(flags))
}

func RawSend(fd, size int, flags Flag) (int, syscall.Errno) {
	return sysSend(fd, make([]byte, size), int(flags))
}

func RawSendTo(fd, size int, to Addr) (int, syscall.Errno) {
	var n name
	n.set(to)

	return sysSendTo(fd, make([]byte, size), 0, &n)
}

func RawConnect(fd int, to Addr) syscall.Errno {
	var n name
	n.set(to)

	return sysConnect(fd, &n)
}

func RawAccept(fd int) (int, syscall.Errno) { return sysAccept(fd, new(name)) }

// SendToTried makes a SendTo and counts how often the system was asked.
func SendToTried(s *Socket, p []byte, to Addr) (tries int, err error) {
	d := &s.out
	if err = s.begin(d, opSendTo, 0, nil); err != nil {
		return 0, err
	}
	d.buf, d.manner = p, pausing
	d.call = func(d *direction, fd int) syscall.Errno {
		tries++
		return trySendTo(d, fd)
	}
	d.setPeer(to)
	err = d.result(&s.handle, opSendTo, d.run(&s.handle))
	d.end()

	return tries, err
}
