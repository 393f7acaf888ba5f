package harness

import (
	"os"
	"path/filepath"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/sockets"
)

// Loopback is where specs bind: a free port, never reached from another machine.
var Loopback = sockets.MustParseAddr("127.0.0.1:0")

// UnixPath returns the address of a Unix socket in a folder of the spec's own. It
// is short: macOS has room for 103 bytes.
func UnixPath() sockets.Addr {
	GinkgoHelper()
	dir, err := os.MkdirTemp("", "s")
	Expect(err).NotTo(HaveOccurred())
	Cleanup(os.RemoveAll, dir)

	return sockets.UnixAddr(filepath.Join(dir, "s"))
}

// FreePort returns a port that was free a moment ago. Systems hand out ports in an
// order that does not come back to it soon.
func FreePort() uint16 {
	GinkgoHelper()
	s, addr := NewBound()
	Expect(s.Close()).To(Succeed())

	return addr.Port()
}

// NobodyAt returns an address at which no UDP socket is, although one was a moment
// ago.
func NobodyAt() sockets.Addr {
	GinkgoHelper()
	s, addr := NewUDP()
	Expect(s.Close()).To(Succeed())

	return addr
}

// NewReusing makes a socket that listens on addr, with SO_REUSEADDR or SO_REUSEPORT
// set. Its failure is an answer.
func NewReusing(addr sockets.Addr, option int) (Socket, error) {
	s, err := TrySocket(sockets.AF_INET, sockets.SOCK_STREAM)
	if err == nil {
		err = s.SetOption(sockets.SOL_SOCKET, option, 1)
	}
	if err == nil {
		err = s.Bind(addr)
	}
	if err == nil {
		err = s.Listen(1)
	}

	return s, err
}
