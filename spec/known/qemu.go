package known

import "socketspec/spec"

// QEMUUser returns what qemu-user is known to do wrong: it runs a program of another
// processor, and passes its calls on to this kernel.
func QEMUUser() []spec.Option {
	const (
		empty   = "sendmsg and recvmsg of no buffer at all return success, and the kernel is not asked: nothing is sent, and nothing is received"
		emptyAt = "QEMU 7.2, linux-user/syscall.c, do_sendrecvmsg_locked: lock_iovec of nothing is no vector, for which it returns"
	)

	return append(
		all(empty, emptyAt,
			"No buffer at all is sent as an empty datagram, or is an error",
			"No buffer at all has no room for a datagram, which is lost, or is an error"),
		spec.ExpectFailure("A descriptor that comes where there is no room for it takes the room that there is, and the rest is cut",
			"MSG_CTRUNC is not told of descriptors for which there is no room (POSIX recvmsg(): it is set if control data was truncated)",
			"QEMU 7.2, linux-user/syscall.c, do_sendrecvmsg_locked and host_to_target_cmsg: the kernel is given twice the room"))
}
