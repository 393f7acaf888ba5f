package sockets_test

import (
	"testing"

	"socketspec/sockets"
)

// What WSAPoll says is told in poll(2)'s words.
func TestPollHUPOfWinsock(t *testing.T) {
	for said, want := range map[sockets.Readiness]sockets.Readiness{
		0:                                 0,
		sockets.POLLIN | sockets.POLLOUT:  sockets.POLLIN | sockets.POLLOUT,
		sockets.POLLHUP:                   sockets.POLLIN,
		sockets.POLLHUP | sockets.POLLOUT: sockets.POLLIN | sockets.POLLOUT,
		sockets.POLLIN | sockets.POLLHUP | sockets.POLLOUT: sockets.POLLIN | sockets.POLLOUT,
		sockets.POLLERR:                                     sockets.POLLERR | sockets.POLLIN | sockets.POLLOUT,
		sockets.POLLERR | sockets.POLLHUP:                   sockets.POLLERR | sockets.POLLHUP | sockets.POLLIN,
		sockets.POLLERR | sockets.POLLHUP | sockets.POLLOUT: sockets.POLLERR | sockets.POLLHUP | sockets.POLLIN | sockets.POLLOUT,
		sockets.POLLNVAL:                                    sockets.POLLNVAL,
	} {
		if got := sockets.AsPoll(said); got != want {
			t.Errorf("%v: %v, want %v", said, got, want)
		}
	}
}
