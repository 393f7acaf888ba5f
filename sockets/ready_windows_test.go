package sockets

import "testing"

// What WSAPoll says is told in poll(2)'s words.
func TestPollHUPOfWinsock(t *testing.T) {
	for said, want := range map[Readiness]Readiness{
		0:                           0,
		POLLIN | POLLOUT:            POLLIN | POLLOUT,
		POLLHUP:                     POLLIN,
		POLLHUP | POLLOUT:           POLLIN | POLLOUT,
		POLLIN | POLLHUP | POLLOUT:  POLLIN | POLLOUT,
		POLLERR:                     POLLERR | POLLIN | POLLOUT,
		POLLERR | POLLHUP:           POLLERR | POLLHUP | POLLIN,
		POLLERR | POLLHUP | POLLOUT: POLLERR | POLLHUP | POLLIN | POLLOUT,
		POLLNVAL:                    POLLNVAL,
	} {
		if got := asPoll(said); got != want {
			t.Errorf("%v: %v, want %v", said, got, want)
		}
	}
}
