package errors

import (
	. "github.com/onsi/ginkgo/v2"

	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// udp is what each call gives in each state of a UDP socket. Connected means that it
// has a peer.
var udp = NewGrid("UDP", SocketCalls(aPort, aReceiver), clauses, `
state                           | bind               | listen     | accept            | connect   | send                                | recv                 | peek                 | shut RD                 | shut WR                 | shut RDWR               | sockname       | peername                 | SO_ERROR        | ready             | close
new                             | ok                 | EOPNOTSUPP | EOPNOTSUPP/EINVAL | ok        | EDESTADDRREQ/ENOTCONN               | EAGAIN               | EAGAIN               | ENOTCONN                | ENOTCONN                | ENOTCONN                | ~              | ENOTCONN                 | 0               | ~OUT !IN          | ok
bound                           | ~EINVAL/ok         | EOPNOTSUPP | EOPNOTSUPP/EINVAL | ok        | EDESTADDRREQ/ENOTCONN               | EAGAIN               | EAGAIN               | ENOTCONN                | ENOTCONN                | ENOTCONN                | lo:port        | ENOTCONN                 | 0               | OUT !IN !ERR !HUP | ok
bound, a datagram there         | ~EINVAL/ok         | EOPNOTSUPP | EOPNOTSUPP/EINVAL | ok        | EDESTADDRREQ/ENOTCONN               | bytes                | bytes                | ENOTCONN                | ENOTCONN                | ENOTCONN                | lo:port        | ENOTCONN                 | 0               | IN OUT            | ok
bound, an empty datagram there  | ~EINVAL/ok         | EOPNOTSUPP | EOPNOTSUPP/EINVAL | ok        | EDESTADDRREQ/ENOTCONN               | 0 B                  | 0 B                  | ENOTCONN                | ENOTCONN                | ENOTCONN                | lo:port        | ENOTCONN                 | 0               | IN OUT            | ok
bound, and sent to nobody       | ~EINVAL/ok         | EOPNOTSUPP | EOPNOTSUPP/EINVAL | ok        | ~EDESTADDRREQ/ENOTCONN/ECONNREFUSED | ~EAGAIN/ECONNREFUSED | ~EAGAIN/ECONNREFUSED | ENOTCONN                | ENOTCONN                | ENOTCONN                | lo:port        | ENOTCONN                 | ~0/ECONNREFUSED | ~                 | ok
connected                       | ~EINVAL/EISCONN/ok | EOPNOTSUPP | EOPNOTSUPP/EINVAL | ok        | bytes                               | EAGAIN               | EAGAIN               | ok/EOPNOTSUPP           | ok/EOPNOTSUPP           | ok/EOPNOTSUPP           | lo:port        | lo:port                  | 0               | OUT !IN !ERR !HUP | ok
connected, a datagram there     | ~EINVAL/EISCONN/ok | EOPNOTSUPP | EOPNOTSUPP/EINVAL | ok        | bytes                               | bytes                | bytes                | ok/EOPNOTSUPP           | ok/EOPNOTSUPP           | ok/EOPNOTSUPP           | lo:port        | lo:port                  | 0               | IN OUT            | ok
refused, and nobody was told    | ~EINVAL/EISCONN/ok | EOPNOTSUPP | EOPNOTSUPP/EINVAL | ok        | ECONNREFUSED                        | ECONNREFUSED         | ECONNREFUSED         | ok/EOPNOTSUPP           | ok/EOPNOTSUPP           | ok/EOPNOTSUPP           | lo:port        | lo:port                  | ECONNREFUSED    | ~                 | ok
refused, told by SO_ERROR       | ~EINVAL/EISCONN/ok | EOPNOTSUPP | EOPNOTSUPP/EINVAL | ok        | bytes                               | EAGAIN               | EAGAIN               | ok/EOPNOTSUPP           | ok/EOPNOTSUPP           | ok/EOPNOTSUPP           | lo:port        | lo:port                  | 0               | OUT !IN           | ok
connected, own SHUT_RD          | ~EINVAL/EISCONN/ok | EOPNOTSUPP | EOPNOTSUPP/EINVAL | ok        | bytes                               | ~                    | ~                    | ok/EOPNOTSUPP           | ok/EOPNOTSUPP           | ok/EOPNOTSUPP           | lo:port/EINVAL | lo:port/EINVAL           | 0/EINVAL        | OUT               | ok
connected, own SHUT_WR          | ~EINVAL/EISCONN/ok | EOPNOTSUPP | EOPNOTSUPP/EINVAL | ~ok/EPIPE | EPIPE                               | EAGAIN               | EAGAIN               | ok/EOPNOTSUPP           | ok/EOPNOTSUPP           | ok/EOPNOTSUPP           | lo:port/EINVAL | lo:port/EINVAL           | 0/EINVAL        | OUT !IN/HUP !IN   | ok
connected, own SHUT_RDWR        | ~EINVAL/EISCONN/ok | EOPNOTSUPP | EOPNOTSUPP/EINVAL | ~ok/EPIPE | EPIPE                               | ~                    | ~                    | ~ok/ENOTCONN/EOPNOTSUPP | ~ok/ENOTCONN/EOPNOTSUPP | ~ok/ENOTCONN/EOPNOTSUPP | lo:port/EINVAL | ~lo:port/EINVAL/ENOTCONN | 0/EINVAL        | OUT/HUP           | ok
bound, connected, disconnected  | ~EINVAL/ok         | EOPNOTSUPP | EOPNOTSUPP/EINVAL | ok        | EDESTADDRREQ/ENOTCONN               | EAGAIN               | EAGAIN               | ENOTCONN                | ENOTCONN                | ENOTCONN                | ~              | ENOTCONN                 | 0               | OUT !IN           | ok
connected unbound, disconnected | ~EINVAL/ok         | EOPNOTSUPP | EOPNOTSUPP/EINVAL | ok        | EDESTADDRREQ/ENOTCONN               | EAGAIN               | EAGAIN               | ENOTCONN                | ENOTCONN                | ENOTCONN                | ~              | ENOTCONN                 | 0               | OUT !IN           | ok
closed                          | EBADF              | EBADF      | EBADF             | EBADF     | EBADF                               | EBADF                | EBADF                | EBADF                   | EBADF                   | EBADF                   | EBADF          | EBADF                    | EBADF           | EBADF             | ~ok/EBADF`)

var _ = DescribeTable("Each call on a UDP socket gives what the state allows:", Label("grid:UDP", "needs:udp"), func(reach func() Socket) {
	udp.Try(reach)
},
	Entry("new", Label("claim:errors.no-destination"), func() Socket { return NewSocket(sockets.AF_INET, sockets.SOCK_DGRAM) }),
	Entry("bound", Label("claim:errors.no-destination"), boundUDP),
	Entry("bound, a datagram there", Label("claim:errors.no-destination"), func() Socket { return withDatagram("socket") }),
	Entry("bound, an empty datagram there", Label("claim:errors.no-destination"), func() Socket { return withDatagram("") }),
	Entry("bound, and sent to nobody", Label("claim:errors.no-destination"), sentToNobody),
	Entry("bound, connected, disconnected", Label("claim:errors.no-destination", "needs:disconnect"), func() Socket { return disconnected(boundUDP()) }),
	Entry("connected unbound, disconnected", Label("claim:errors.no-destination", "needs:disconnect"), func() Socket { return disconnected(NewSocket(sockets.AF_INET, sockets.SOCK_DGRAM)) }),

	Entry("connected", Label("claim:errors.connected"), connectedUDP),
	Entry("connected, a datagram there", Label("claim:errors.connected"), connectedWithDatagram),
	Entry("connected, own SHUT_RD", Label("claim:errors.connected"), func() Socket { return shutUDP(sockets.SHUT_RD) }),
	Entry("connected, own SHUT_WR", Label("claim:errors.connected"), func() Socket { return shutUDP(sockets.SHUT_WR) }),
	Entry("connected, own SHUT_RDWR", Label("claim:errors.connected"), func() Socket { return shutUDP(sockets.SHUT_RDWR) }),

	Entry("refused, and nobody was told", Label("claim:errors.pending-once", "needs:udp-refusal"), refusedUDP),
	Entry("refused, told by SO_ERROR", Label("claim:errors.pending-once", "needs:udp-refusal"), func() Socket { return told(refusedUDP()) }),
	Entry("closed", Label("claim:errors.closed"), func() Socket { return closed(boundUDP()) }),
)
