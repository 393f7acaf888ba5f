package sockets

import "syscall"

// passesRights: Winsock has no SCM_RIGHTS. (WSADuplicateSocket is for one process that is
// known.)
const passesRights = false

func encodeRights([]int) []byte { return nil }

func sysSendRights(int, []byte, []byte, int) (int, syscall.Errno) { return 0, EINVAL }

func sysRecvRights(int, []byte, int, int) (n int, fds []int, cut bool, errno syscall.Errno) {
	return 0, nil, false, EINVAL
}
