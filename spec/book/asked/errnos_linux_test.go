package asked_test

import (
	"slices"
	"testing"

	"golang.org/x/sys/unix"

	"socketspec/spec/book/asked"
)

// others are second names: of EAGAIN, and of what Linux prefers to call ENOTSUP.
var others = []string{"EWOULDBLOCK", "EOPNOTSUPP"}

// TestErrnosOfLinux compares what is written with what this system says.
func TestErrnosOfLinux(t *testing.T) {
	for _, e := range asked.Errors() {
		for _, name := range e.Errnos {
			errno, found := asked.FindErrno(name)
			if !found {
				continue // TestEntries says so
			}
			number := unix.Errno(errno.Linux.Number)
			if got := unix.ErrnoName(number); got != name && !slices.Contains(others, name) {
				t.Errorf("%s is not %d: that is %s", name, number, got)
			}
			if got := number.Error(); got != errno.GoText() {
				t.Errorf("%s: Go says %q, not %q", name, got, errno.GoText())
			}
		}
	}
}
