package addresses

import (
	"fmt"
	"slices"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// A holder is a first socket that has a port.
type holder struct {
	typ  sockets.Type
	addr sockets.Addr
	set  []asking
}

func tcp(ip string, set ...asking) holder {
	return holder{sockets.SOCK_STREAM, sockets.MustParseAddr(ip + ":0"), set}
}

func udp(ip string, set ...asking) holder {
	return holder{sockets.SOCK_DGRAM, sockets.MustParseAddr(ip + ":0"), set}
}

// hold makes the socket, with a port that nobody had.
func (h holder) hold() Socket {
	GinkgoHelper()
	options := slices.DeleteFunc(slices.Clone(h.set), func(o asking) bool { return o == listen })
	s, err := bindWith(h.typ, h.addr, options)
	Expect(err).NotTo(HaveOccurred())
	if len(options) < len(h.set) {
		Expect(s.Listen(1)).To(Succeed())
	}

	return s
}

// bindWith makes a socket that has the options, and binds it. That bind fails is an
// answer.
func bindWith(typ sockets.Type, addr sockets.Addr, options []asking) (Socket, error) {
	GinkgoHelper()
	s := NewSocket(addr.Family(), typ)
	for _, o := range options {
		Expect(s.SetOption(sockets.SOL_SOCKET, o.name, 1)).To(Succeed())
	}

	return s, s.Bind(addr)
}

// skipped is why a column is not tried.
type skipped struct {
	needs string
	why   error
}

func (s skipped) Error() string { return fmt.Sprintf("%v: needs %s: %v", ErrSkipped, s.needs, s.why) }

func (s skipped) Unwrap() error { return ErrSkipped }
