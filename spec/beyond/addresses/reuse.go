package addresses

import (
	"strings"

	. "github.com/onsi/ginkgo/v2"

	"socketspec/fixtures/stacks"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// tcpPorts is who may share a TCP port: a row is a first socket that has it, a column a
// second one that asks for it, and then listens.
var tcpPorts = NewGrid("TCP ports", second(sockets.SOCK_STREAM), nil, matrix("listens/bound, not listening/EADDRINUSE", "", ", listening"))

var _ = DescribeTable("Another TCP socket that asks for the port of one gets what may be had of it, when the first is bound to", Label("grid:TCP ports"), func(first holder) {
	tcpPorts.Try(first.hold)
},
	Entry("127.0.0.1", Label("claim:reuse.matrix"), tcp("127.0.0.1")),
	Entry("127.0.0.1 with SO_REUSEADDR", Label("claim:reuse.matrix", "needs:reuse-addr"), tcp("127.0.0.1", reuseAddr)),
	Entry("127.0.0.1 with SO_REUSEPORT", Label("claim:reuse.matrix", "needs:reuse-port"), tcp("127.0.0.1", reusePort)),
	Entry("127.0.0.1 with both", Label("claim:reuse.matrix", "needs:reuse-addr", "needs:reuse-port"), tcp("127.0.0.1", reuseAddr, reusePort)),
	Entry("every address", Label("claim:reuse.matrix"), tcp("0.0.0.0")),
	Entry("every address with SO_REUSEADDR", Label("claim:reuse.matrix", "needs:reuse-addr"), tcp("0.0.0.0", reuseAddr)),
	Entry("every address with SO_REUSEPORT", Label("claim:reuse.matrix", "needs:reuse-port"), tcp("0.0.0.0", reusePort)),
	Entry("every address with both", Label("claim:reuse.matrix", "needs:reuse-addr", "needs:reuse-port"), tcp("0.0.0.0", reuseAddr, reusePort)),

	Entry("127.0.0.1, listening", Label("claim:reuse.matrix"), tcp("127.0.0.1", listen)),
	Entry("127.0.0.1 with SO_REUSEADDR, listening", Label("claim:reuse.matrix", "needs:reuse-addr"), tcp("127.0.0.1", reuseAddr, listen)),
	Entry("127.0.0.1 with SO_REUSEPORT, listening", Label("claim:reuse.matrix", "needs:reuse-port"), tcp("127.0.0.1", reusePort, listen)),
	Entry("127.0.0.1 with both, listening", Label("claim:reuse.matrix", "needs:reuse-addr", "needs:reuse-port"), tcp("127.0.0.1", reuseAddr, reusePort, listen)),
	Entry("every address, listening", Label("claim:reuse.matrix"), tcp("0.0.0.0", listen)),
	Entry("every address with SO_REUSEADDR, listening", Label("claim:reuse.matrix", "needs:reuse-addr"), tcp("0.0.0.0", reuseAddr, listen)),
	Entry("every address with SO_REUSEPORT, listening", Label("claim:reuse.matrix", "needs:reuse-port"), tcp("0.0.0.0", reusePort, listen)),
	Entry("every address with both, listening", Label("claim:reuse.matrix", "needs:reuse-addr", "needs:reuse-port"), tcp("0.0.0.0", reuseAddr, reusePort, listen)),
)

// udpPorts is the same for datagrams, of which nobody listens.
var udpPorts = NewGrid("UDP ports", second(sockets.SOCK_DGRAM), nil, matrix("bound/EADDRINUSE", ""))

var _ = DescribeTable("Another UDP socket that asks for the port of one gets what may be had of it, when the first is bound to", Label("grid:UDP ports", "needs:udp"), func(first holder) {
	udpPorts.Try(first.hold)
},
	Entry("127.0.0.1", Label("claim:reuse.matrix"), udp("127.0.0.1")),
	Entry("127.0.0.1 with SO_REUSEADDR", Label("claim:reuse.matrix", "needs:reuse-addr"), udp("127.0.0.1", reuseAddr)),
	Entry("127.0.0.1 with SO_REUSEPORT", Label("claim:reuse.matrix", "needs:reuse-port"), udp("127.0.0.1", reusePort)),
	Entry("127.0.0.1 with both", Label("claim:reuse.matrix", "needs:reuse-addr", "needs:reuse-port"), udp("127.0.0.1", reuseAddr, reusePort)),
	Entry("every address", Label("claim:reuse.matrix"), udp("0.0.0.0")),
	Entry("every address with SO_REUSEADDR", Label("claim:reuse.matrix", "needs:reuse-addr"), udp("0.0.0.0", reuseAddr)),
	Entry("every address with SO_REUSEPORT", Label("claim:reuse.matrix", "needs:reuse-port"), udp("0.0.0.0", reusePort)),
	Entry("every address with both", Label("claim:reuse.matrix", "needs:reuse-addr", "needs:reuse-port"), udp("0.0.0.0", reuseAddr, reusePort)),
)

// The parts of both tables: where a socket is bound, and which options it has.
var (
	places  = []string{"127.0.0.1", "every address"}
	sharing = []string{"", " with SO_REUSEADDR", " with SO_REUSEPORT", " with both"}
)

// matrix is the table of a grid: every first socket, in each of its states, and every
// second one. POSIX, 2.10.16: SO_REUSEADDR is off at first, and reuse of an address is
// then not permitted: so one without options does not get the very address. All else
// depends on the protocol, and is observed. SO_REUSEPORT is in no standard.
func matrix(bounds string, states ...string) string {
	var b strings.Builder
	b.WriteString("state")
	for _, place := range places {
		for _, options := range sharing {
			b.WriteString(" | " + place + options)
		}
	}
	for _, state := range states {
		for _, at := range places {
			for _, options := range sharing {
				b.WriteString("\n" + at + options + state)
				writeCells(&b, at, bounds)
			}
		}
	}

	return b.String()
}

// writeCells writes what each second socket gets beside a first one.
func writeCells(b *strings.Builder, at, bounds string) {
	for _, place := range places {
		for _, options := range sharing {
			if place == at && options == "" {
				b.WriteString(" | EADDRINUSE")
				continue
			}
			b.WriteString(" | ~" + bounds)
		}
	}
}

// second are the columns: another socket, which asks for the port.
func second(typ sockets.Type) (calls []GridCall) {
	for _, place := range places {
		for _, options := range sharing {
			calls = append(calls, GridCall{Name: place + options, Page: "bind", Try: func(first Socket) (string, error) {
				return ask(typ, LocalAddr(first).Port(), place, options)
			}})
		}
	}

	return calls
}

// ask binds a second socket to the port, and has a stream listen.
func ask(typ sockets.Type, port uint16, place, options string) (string, error) {
	set := wanted(options)
	for _, o := range set {
		if why := Under().Supports(o.needs); why != nil {
			return "", skipped{string(o.needs), why}
		}
	}
	addr := Loopback
	if place == places[1] {
		addr = everywhere
	}
	s, err := bindWith(typ, addr.WithPort(port), set)
	if err != nil || typ == sockets.SOCK_DGRAM {
		return "bound", err
	}

	return listens(s), nil
}

// listens says whether a socket that is bound may listen.
func listens(s Socket) string {
	if s.Listen(1) != nil {
		return "bound, not listening"
	}

	return "listens"
}

// An asking is an option of sockets that share a port.
type asking struct {
	name  int
	needs stacks.Capability
}

// What a first socket may have and do. listen is not an option, and asks for nothing.
var (
	reuseAddr = asking{sockets.SO_REUSEADDR, stacks.ReuseAddr}
	reusePort = asking{sockets.SO_REUSEPORT, stacks.ReusePort}
	listen    = asking{}
)

// wanted are the options that a column's name has.
func wanted(options string) []asking {
	switch options {
	case sharing[1]:
		return []asking{reuseAddr}
	case sharing[2]:
		return []asking{reusePort}
	case sharing[3]:
		return []asking{reuseAddr, reusePort}
	}

	return nil
}
