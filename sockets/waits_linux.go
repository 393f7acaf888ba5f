package sockets

import (
	"syscall"

	"golang.org/x/sys/unix"
)

// What Linux tells of a call that would wait, besides EAGAIN.

// msgErrQueue asks for an error that is queued (ip(7), IP_RECVERR), or for EAGAIN.
const msgErrQueue Flag = unix.MSG_ERRQUEUE

// connectJoins: a blocking connect(2) on a socket that is connecting waits for the
// attempt under way (net/ipv4/af_inet.c: __inet_stream_connect, SS_CONNECTING).
const connectJoins = true

// tellsOfTheEnd: a receive that returns nothing because its side was shut down is told
// from one that returns an empty datagram.
const tellsOfTheEnd = true

// ready is what poll(2) says at once; POLLNVAL if it cannot be asked.
func ready(fd int, events int16) int16 {
	fds := [1]unix.PollFd{{Fd: int32(fd), Events: events}} //nolint:gosec // A descriptor.
	if _, err := unix.Poll(fds[:], 0); err != nil {
		return unix.POLLNVAL
	}

	return fds[0].Revents
}

// sysNothingComes reports whether the receiving side was shut down.
func sysNothingComes(fd int) bool { return ready(fd, unix.POLLRDHUP)&unix.POLLRDHUP != 0 }

// sysNothingYet reports whether nothing is there, no error is, and something can come.
func sysNothingYet(fd int) bool { return ready(fd, unix.POLLIN|unix.POLLRDHUP) == 0 }

// sysWithdrawn is why the attempt to connect that was under way is not any more,
// without having failed: a shutdown(2) has ended it, and the socket is as it was
// before. To ask connect(2) again would begin another. (tcp_poll: a socket that is
// not connected has hung up; one whose attempt has failed is shut down besides.)
func sysWithdrawn(fd int) syscall.Errno {
	if ready(fd, unix.POLLRDHUP)&(unix.POLLHUP|unix.POLLRDHUP) != unix.POLLHUP {
		return 0
	}
	if errno, _ := sysOption(fd, SOL_SOCKET, SO_ERROR); errno != 0 {
		return syscall.Errno(errno) //nolint:gosec // The system's own number.
	}

	return unix.ECONNRESET
}

// noteLowWater notes that a socket has SO_RCVLOWAT.
func noteLowWater(fd int) {
	if mark, _ := sysOption(fd, SOL_SOCKET, unix.SO_RCVLOWAT); mark > 1 { // 0 if it cannot be told
		lowWater.Store(true)
	}
}

// noteOption notes an option that was set, to whatever: a negative SO_RCVLOWAT is a large
// one (net/core/sock.c: sk_setsockopt).
func noteOption(level, name int) {
	if level == SOL_SOCKET && name == unix.SO_RCVLOWAT {
		lowWater.Store(true)
	}
}

// sysHasEnough reports whether a blocking receive of so many bytes would return:
// SO_RCVLOWAT of them are there, with MSG_WAITALL all; or no more will come, or
// urgent data ends what can be received at once (tcp(7)).
func sysHasEnough(fd, asked int, flags Flag) bool {
	enough := asked
	if flags&MSG_WAITALL == 0 {
		mark, _ := sysOption(fd, SOL_SOCKET, unix.SO_RCVLOWAT) // 0 if it cannot be told
		if mark <= 1 {
			return true // whatever is there: it is the receive that knows
		}
		enough = min(mark, asked)
	}
	there, err := sysWaiting(fd)
	if err != nil || there >= enough {
		return true
	}
	const end = unix.POLLRDHUP | unix.POLLHUP | unix.POLLERR | unix.POLLPRI | unix.POLLNVAL

	return ready(fd, unix.POLLRDHUP|unix.POLLPRI)&end != 0
}
