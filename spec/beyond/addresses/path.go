package addresses

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/sockets"
	. "socketspec/spec/harness"
)

var _ = Describe("A path that a socket of Unix is bound to", Label("claim:bind.path", "needs:unix"), func() {
	var s Socket
	var addr sockets.Addr

	BeforeEach(func() {
		s, addr = newUnix(), UnixPath()
	})

	It("is a file, and no plain one", func() {
		Expect(s.Bind(addr)).To(Succeed())
		info, err := os.Lstat(addr.Path())
		Expect(err).NotTo(HaveOccurred())
		Expect(info.Mode().IsRegular()).To(BeFalse())
		Expect(LocalAddr(s)).To(Equal(addr))
	})

	It("is told as it is, also if it has 90 bytes, where an address has room for them", func() {
		long := longer(addr, 90)
		err := s.Bind(long)
		// POSIX <sys/un.h>: the size of sun_path is not defined.
		Observe("bind of a socket of Unix to a path of 90 bytes", Outcome(err), "success; or ENAMETOOLONG or EINVAL, where an address has less room")
		if errors.Is(err, syscall.ENAMETOOLONG) || errors.Is(err, sockets.EINVAL) {
			Skip("an address has no room for a path of 90 bytes: " + err.Error())
		}
		Expect(err).NotTo(HaveOccurred())
		Expect(LocalAddr(s)).To(Equal(long))
		Expect(s.Listen(1)).To(Succeed())
		Expect(newUnix().Connect(long)).To(Succeed())
	})

	It("is used as a whole or not at all, if it has 250 bytes", func() {
		long := longer(addr, 250)
		err := s.Bind(long)
		Observe("bind of a socket of Unix to a path of 250 bytes", Outcome(err), "ENAMETOOLONG, or EINVAL for an address that is too long; or success, where there is room for it")
		if err == nil {
			Expect(LocalAddr(s)).To(Equal(long))
			return
		}
		Expect(os.ReadDir(filepath.Dir(long.Path()))).To(BeEmpty())
	})

	It("stays when the socket is closed, on most systems, and leads to nobody then", func() {
		Expect(s.Bind(addr)).To(Succeed())
		Expect(s.Listen(1)).To(Succeed())
		Expect(s.Close()).To(Succeed())
		_, err := os.Lstat(addr.Path())
		Observe("the file of a socket of Unix that is closed", map[bool]string{true: "is there", false: "is not there"}[err == nil], "either: POSIX does not say who removes it")
		want := []error{sockets.ECONNREFUSED, nil}
		if err == nil {
			want[1] = sockets.EADDRINUSE
		} else {
			want[0] = syscall.ENOENT
		}
		Expect(newUnix().Connect(addr)).To(MatchError(want[0]))
		Expect(newUnix().Bind(addr)).To(MatchOneOf(want[1]))
	})
})

var _ = Describe("bind to a path", Label("claim:bind.path", "needs:unix"), func() {
	It("fails with EADDRINUSE where a plain file is, which stays as it is; and no connect leads there", func() {
		addr := UnixPath()
		Expect(os.WriteFile(addr.Path(), []byte("socket"), 0o600)).To(Succeed())
		Expect(newUnix().Bind(addr)).To(MatchError(sockets.EADDRINUSE))
		err := newUnix().Connect(addr)
		Observe("connect to a plain file", Outcome(err), "a failure: ECONNREFUSED, or that it is no socket")
		Expect(err).To(HaveOccurred())
		Expect(os.ReadFile(addr.Path())).To(BeEquivalentTo("socket"))
	})

	It("fails with ENOENT where there is no such folder", func() {
		addr := sockets.UnixAddr(filepath.Join(filepath.Dir(UnixPath().Path()), "none", "s"))
		Expect(newUnix().Bind(addr)).To(MatchError(syscall.ENOENT))
	})

	It("fails with ENOTDIR where a file is none", func() {
		file := UnixPath().Path()
		Expect(os.WriteFile(file, nil, 0o600)).To(Succeed())
		Expect(newUnix().Bind(sockets.UnixAddr(filepath.Join(file, "s")))).To(MatchError(syscall.ENOTDIR))
	})
})

func newUnix() Socket { return NewSocket(sockets.AF_UNIX, sockets.SOCK_STREAM) }

// longer is an address in the same folder, of that many bytes, up to 250: a name in a
// folder has 255 at most.
func longer(addr sockets.Addr, bytes int) sockets.Addr {
	GinkgoHelper()
	missing := bytes - len(addr.Path())
	if missing <= 0 {
		Skip("the folder for temporary files has too long a name: " + addr.Path())
	}

	return sockets.UnixAddr(addr.Path() + strings.Repeat("s", missing))
}
