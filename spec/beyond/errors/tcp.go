package errors

import (
	. "github.com/onsi/ginkgo/v2"

	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// tcp is what each call gives in each state of a TCP socket. Where nothing else is
// said of the state, the socket is the client of a connection.
var tcp = NewGrid("TCP", SocketCalls(aPort, aListener), clauses, `
state                                     | bind               | listen                  | accept                               | connect        | send                        | recv              | peek              | shut RD      | shut WR      | shut RDWR    | sockname        | peername                 | SO_ERROR     | ready             | close
new                                       | ok                 | ~ok/EDESTADDRREQ/EINVAL | EINVAL                               | ok/EINPROGRESS | ENOTCONN/EPIPE              | ENOTCONN          | ENOTCONN          | ENOTCONN     | ENOTCONN     | ENOTCONN     | ~               | ENOTCONN                 | 0            | ~                 | ok
bound                                     | ~EINVAL/ok         | ok                      | EINVAL                               | ok/EINPROGRESS | ENOTCONN/EPIPE              | ENOTCONN          | ENOTCONN          | ENOTCONN     | ENOTCONN     | ENOTCONN     | lo:port         | ENOTCONN                 | 0            | ~                 | ok
listening, nobody there                   | ~EINVAL/ok         | ok                      | EAGAIN                               | ~              | ENOTCONN/EPIPE              | ENOTCONN          | ENOTCONN          | ~ENOTCONN/ok | ~ENOTCONN/ok | ~ENOTCONN/ok | lo:port         | ENOTCONN                 | 0            | !IN               | ok
listening, a client queued                | ~EINVAL/ok         | ok                      | conn                                 | ~              | ENOTCONN/EPIPE              | ENOTCONN          | ENOTCONN          | ~ENOTCONN/ok | ~ENOTCONN/ok | ~ENOTCONN/ok | lo:port         | ENOTCONN                 | 0            | IN                | ok
listening, the client closed              | ~EINVAL/ok         | ok                      | conn                                 | ~              | ENOTCONN/EPIPE              | ENOTCONN          | ENOTCONN          | ~ENOTCONN/ok | ~ENOTCONN/ok | ~ENOTCONN/ok | lo:port         | ENOTCONN                 | 0            | IN                | ok
listening, the client reset               | ~EINVAL/ok         | ok                      | ~conn/ECONNABORTED/ECONNRESET/EAGAIN | ~              | ENOTCONN/EPIPE              | ENOTCONN          | ENOTCONN          | ~ENOTCONN/ok | ~ENOTCONN/ok | ~ENOTCONN/ok | lo:port         | ENOTCONN                 | 0            | ~                 | ok
listening, own SHUT_RD                    | ~                  | ~                       | ~EINVAL/EAGAIN/ECONNABORTED          | ~              | ENOTCONN/EPIPE              | ~                 | ~                 | ~ENOTCONN/ok | ~ENOTCONN/ok | ~ENOTCONN/ok | ~lo:port/EINVAL | ENOTCONN/EINVAL          | ~0/EINVAL    | ~                 | ok
listening, own SHUT_WR                    | ~                  | ~                       | ~EAGAIN/EINVAL                       | ~              | ENOTCONN/EPIPE              | ~                 | ~                 | ~ENOTCONN/ok | ~ENOTCONN/ok | ~ENOTCONN/ok | ~lo:port/EINVAL | ENOTCONN/EINVAL          | ~0/EINVAL    | ~                 | ok
connecting                                | ~EINVAL/EISCONN/ok | ~                       | EINVAL                               | EALREADY       | EAGAIN/ENOTCONN             | EAGAIN/ENOTCONN   | EAGAIN/ENOTCONN   | ~ok/ENOTCONN | ~ok/ENOTCONN | ~ok/ENOTCONN | lo:port         | ~ENOTCONN/lo:port        | 0            | !OUT              | ok
connected, and not asked again            | EINVAL/EISCONN     | EINVAL                  | EINVAL                               | ~ok/EISCONN    | bytes                       | EAGAIN            | EAGAIN            | ok           | ok           | ok           | lo:port         | lo:port                  | 0            | OUT !IN !ERR !HUP | ok
refused, and nobody was told              | ~                  | ~                       | EINVAL                               | ~              | ECONNREFUSED/ENOTCONN/EPIPE | ECONNREFUSED      | ECONNREFUSED      | ENOTCONN     | ENOTCONN     | ENOTCONN     | ~               | ~                        | ECONNREFUSED | IN OUT/IN HUP     | ok
refused, told by connect                  | ~                  | ~                       | EINVAL                               | ~              | ~                           | ~                 | ~                 | ENOTCONN     | ENOTCONN     | ENOTCONN     | ~               | ~                        | 0            | ~                 | ok
refused, told by a second connect         | ~                  | ~                       | EINVAL                               | ~              | ~                           | ~                 | ~                 | ENOTCONN     | ENOTCONN     | ENOTCONN     | ~               | ~                        | 0            | ~                 | ok
refused, told by SO_ERROR                 | ~                  | ~                       | EINVAL                               | ~              | ~                           | ~                 | ~                 | ENOTCONN     | ENOTCONN     | ENOTCONN     | ~               | ~                        | 0            | ~                 | ok
connected                                 | EINVAL/EISCONN     | EINVAL                  | EINVAL                               | EISCONN        | bytes                       | EAGAIN            | EAGAIN            | ok           | ok           | ok           | lo:port         | lo:port                  | 0            | OUT !IN !ERR !HUP | ok
accepted                                  | EINVAL/EISCONN     | EINVAL                  | EINVAL                               | EISCONN        | bytes                       | EAGAIN            | EAGAIN            | ok           | ok           | ok           | lo:port         | lo:port                  | 0            | OUT !IN !ERR !HUP | ok
connected, data there                     | EINVAL/EISCONN     | EINVAL                  | EINVAL                               | EISCONN        | bytes                       | bytes             | bytes             | ok           | ok           | ok           | lo:port         | lo:port                  | 0            | IN OUT            | ok
connected, the send buffer full           | EINVAL/EISCONN     | EINVAL                  | EINVAL                               | EISCONN        | >EAGAIN                     | EAGAIN            | EAGAIN            | ok           | ok           | ok           | lo:port         | lo:port                  | 0            | >!IN !OUT         | ok
send buffer full, peer half-closed        | EINVAL/EISCONN     | EINVAL                  | EINVAL                               | EISCONN        | >EAGAIN                     | 0 B               | 0 B               | ok           | ok           | ok           | lo:port         | lo:port                  | 0            | >IN !OUT          | ok
peer half-closed                          | EINVAL/EISCONN     | EINVAL                  | EINVAL                               | EISCONN        | bytes                       | 0 B               | 0 B               | ok           | ok           | ok           | lo:port         | lo:port                  | 0            | IN OUT            | ok
peer half-closed behind data              | EINVAL/EISCONN     | EINVAL                  | EINVAL                               | EISCONN        | bytes                       | bytes             | bytes             | ok           | ok           | ok           | lo:port         | lo:port                  | 0            | IN OUT            | ok
peer closed                               | EINVAL/EISCONN     | EINVAL                  | EINVAL                               | EISCONN        | ~bytes/EPIPE/ECONNRESET     | 0 B               | 0 B               | ok           | ok           | ok           | lo:port         | lo:port                  | 0            | IN OUT            | ok
peer closed, and reset what was sent then | ~                  | ~                       | EINVAL                               | ~              | EPIPE/ECONNRESET            | ~0 B/ECONNRESET   | ~0 B/ECONNRESET   | ENOTCONN     | ENOTCONN     | ENOTCONN     | ~lo:port/EINVAL | ENOTCONN/EINVAL          | ~            | IN OUT/IN HUP     | ~ok/ECONNRESET
peer closed, and its reset was told       | ~                  | ~                       | EINVAL                               | ~              | EPIPE                       | ~                 | ~                 | ENOTCONN     | ENOTCONN     | ENOTCONN     | ~lo:port/EINVAL | ENOTCONN/EINVAL          | 0            | IN OUT/IN HUP     | ok
reset, and nobody was told                | ~                  | ~                       | EINVAL                               | ~              | ECONNRESET/EPIPE            | ECONNRESET        | ECONNRESET        | ENOTCONN     | ENOTCONN     | ENOTCONN     | ~lo:port/EINVAL | ENOTCONN/EINVAL          | ECONNRESET   | IN OUT/IN HUP     | ok/ECONNRESET
reset behind data                         | ~                  | ~                       | EINVAL                               | ~              | ECONNRESET/EPIPE            | ~bytes/ECONNRESET | ~bytes/ECONNRESET | ENOTCONN     | ENOTCONN     | ENOTCONN     | ~lo:port/EINVAL | ENOTCONN/EINVAL          | ECONNRESET   | IN OUT/IN HUP     | ok/ECONNRESET
send buffer full, then reset              | ~                  | ~                       | EINVAL                               | ~              | ECONNRESET/EPIPE            | ECONNRESET        | ECONNRESET        | ENOTCONN     | ENOTCONN     | ENOTCONN     | ~lo:port/EINVAL | ENOTCONN/EINVAL          | ECONNRESET   | IN OUT/IN HUP     | ok/ECONNRESET
accepted, the client reset                | ~                  | ~                       | EINVAL                               | ~              | ECONNRESET/EPIPE            | ECONNRESET        | ECONNRESET        | ENOTCONN     | ENOTCONN     | ENOTCONN     | ~lo:port/EINVAL | ENOTCONN/EINVAL          | ECONNRESET   | IN OUT/IN HUP     | ok/ECONNRESET
accepted, the client reset behind data    | ~                  | ~                       | EINVAL                               | ~              | ECONNRESET/EPIPE            | ~bytes/ECONNRESET | ~bytes/ECONNRESET | ENOTCONN     | ENOTCONN     | ENOTCONN     | ~lo:port/EINVAL | ENOTCONN/EINVAL          | ECONNRESET   | IN OUT/IN HUP     | ok/ECONNRESET
reset, told by recv                       | ~                  | ~                       | EINVAL                               | ~              | EPIPE                       | ~                 | ~                 | ENOTCONN     | ENOTCONN     | ENOTCONN     | ~lo:port/EINVAL | ENOTCONN/EINVAL          | 0            | IN OUT/IN HUP     | ok
peer half-closed, then reset              | ~                  | ~                       | EINVAL                               | ~              | EPIPE/ECONNRESET            | ~0 B/ECONNRESET   | ~0 B/ECONNRESET   | ENOTCONN     | ENOTCONN     | ENOTCONN     | ~lo:port/EINVAL | ENOTCONN/EINVAL          | ~            | IN OUT/IN HUP     | ok/ECONNRESET
own SHUT_WR, then reset                   | ~                  | ~                       | EINVAL                               | ~              | EPIPE/ECONNRESET            | ECONNRESET        | ECONNRESET        | ENOTCONN     | ENOTCONN     | ENOTCONN     | ~lo:port/EINVAL | ENOTCONN/EINVAL          | ECONNRESET   | IN OUT/IN HUP     | ok/ECONNRESET
own SHUT_WR                               | EINVAL/EISCONN     | EINVAL                  | EINVAL                               | EISCONN        | EPIPE                       | EAGAIN            | EAGAIN            | ok           | ok           | ok           | lo:port/EINVAL  | lo:port/EINVAL           | 0/EINVAL     | OUT !IN/HUP !IN   | ok
own SHUT_WR behind a full buffer          | EINVAL/EISCONN     | EINVAL                  | EINVAL                               | EISCONN        | EPIPE                       | EAGAIN            | EAGAIN            | ok           | ok           | ok           | lo:port/EINVAL  | lo:port/EINVAL           | 0/EINVAL     | OUT !IN/HUP !IN   | ok
own SHUT_RD                               | EINVAL/EISCONN     | EINVAL                  | EINVAL                               | EISCONN        | bytes                       | ~                 | ~                 | ok           | ok           | ok           | lo:port/EINVAL  | lo:port/EINVAL           | 0/EINVAL     | OUT               | ok
own SHUT_RD, data there                   | EINVAL/EISCONN     | EINVAL                  | EINVAL                               | EISCONN        | bytes                       | ~                 | ~                 | ok           | ok           | ok           | lo:port/EINVAL  | lo:port/EINVAL           | 0/EINVAL     | OUT               | ok
own SHUT_RDWR                             | ~EINVAL/EISCONN/ok | ~                       | EINVAL                               | ~              | EPIPE                       | ~                 | ~                 | ~ok/ENOTCONN | ~ok/ENOTCONN | ~ok/ENOTCONN | ~lo:port/EINVAL | ~lo:port/EINVAL/ENOTCONN | ~0/EINVAL    | OUT/HUP           | ok
own SHUT_WR, then the peer closed         | ~                  | ~                       | EINVAL                               | ~              | EPIPE                       | 0 B               | 0 B               | ~ENOTCONN/ok | ~ENOTCONN/ok | ~ENOTCONN/ok | ~lo:port/EINVAL | ~ENOTCONN/EINVAL/lo:port | ~0/EINVAL    | IN OUT/IN HUP     | ok
peer closed, then own SHUT_WR             | ~                  | ~                       | EINVAL                               | ~              | EPIPE                       | 0 B               | 0 B               | ~ENOTCONN/ok | ~ENOTCONN/ok | ~ENOTCONN/ok | ~lo:port/EINVAL | ~ENOTCONN/EINVAL/lo:port | ~0/EINVAL    | IN OUT/IN HUP     | ok
closed                                    | EBADF              | EBADF                   | EBADF                                | EBADF          | EBADF                       | EBADF             | EBADF             | EBADF        | EBADF        | EBADF        | EBADF           | EBADF                    | EBADF        | EBADF             | ~ok/EBADF`)

var _ = DescribeTable("Each call on a TCP socket gives what the state allows:", Label("grid:TCP"), func(reach func() Socket) {
	tcp.Try(reach)
},
	Entry("new", Label("claim:errors.fresh"), NewTCP),
	Entry("bound", Label("claim:errors.fresh"), bound),

	Entry("listening, nobody there", Label("claim:errors.listener"), listening),
	Entry("listening, a client queued", Label("claim:errors.listener"), clientQueued),
	Entry("listening, the client closed", Label("claim:errors.listener"), queuedClientClosed),
	Entry("listening, the client reset", Label("claim:errors.listener", "needs:linger"), queuedClientReset),
	Entry("listening, own SHUT_RD", Label("claim:errors.listener"), func() Socket { return shut(listening(), sockets.SHUT_RD) }),
	Entry("listening, own SHUT_WR", Label("claim:errors.listener"), func() Socket { return shut(listening(), sockets.SHUT_WR) }),

	Entry("connecting", Label("claim:errors.connecting", "needs:backlog-bounds"), connecting),
	Entry("connected, and not asked again", Label("claim:errors.connected"), connectedUnasked),
	Entry("refused, and nobody was told", Label("claim:errors.pending-once"), refused),
	Entry("refused, told by connect", Label("claim:errors.after"), refusedByConnect),
	Entry("refused, told by a second connect", Label("claim:errors.after"), refusedBySecondConnect),
	Entry("refused, told by SO_ERROR", Label("claim:errors.after"), func() Socket { return told(refused()) }),

	Entry("connected", Label("claim:errors.connected"), connected),
	Entry("accepted", Label("claim:errors.connected"), accepted),
	Entry("connected, data there", Label("claim:errors.connected"), WithData),
	Entry("connected, the send buffer full", Label("claim:errors.connected"), full),
	Entry("send buffer full, peer half-closed", Label("claim:errors.connected"), fullHalfClosed),
	Entry("peer half-closed", Label("claim:errors.connected"), Ended),
	Entry("peer half-closed behind data", Label("claim:errors.connected"), peerHalfClosedBehindData),
	Entry("peer closed", Label("claim:errors.connected"), peerClosed),

	Entry("peer closed, and reset what was sent then", Label("claim:errors.reset-hidden"), peerClosedThenReset),
	Entry("peer closed, and its reset was told", Label("claim:errors.after"), peerClosedThenResetTold),
	Entry("reset, and nobody was told", Label("claim:errors.pending-once", "needs:reset"), reset),
	Entry("reset behind data", Label("claim:errors.pending-once", "needs:reset"), resetBehindData),
	Entry("send buffer full, then reset", Label("claim:errors.pending-once", "needs:reset", "needs:linger"), fullThenReset),
	Entry("accepted, the client reset", Label("claim:errors.pending-once", "needs:linger"), acceptedReset),
	Entry("accepted, the client reset behind data", Label("claim:errors.pending-once", "needs:linger", "needs:readiness"), acceptedResetBehindData),
	Entry("reset, told by recv", Label("claim:errors.after", "needs:reset"), resetToldByRecv),
	Entry("peer half-closed, then reset", Label("claim:errors.reset-hidden", "needs:reset"), halfClosedThenReset),
	Entry("own SHUT_WR, then reset", Label("claim:errors.pending-once", "needs:linger"), shutThenReset),

	Entry("own SHUT_WR", Label("claim:errors.connected"), func() Socket { return shut(connected(), sockets.SHUT_WR) }),
	Entry("own SHUT_WR behind a full buffer", Label("claim:errors.connected"), func() Socket { return shut(full(), sockets.SHUT_WR) }),
	Entry("own SHUT_RD", Label("claim:errors.connected"), func() Socket { return shut(connected(), sockets.SHUT_RD) }),
	Entry("own SHUT_RD, data there", Label("claim:errors.connected"), func() Socket { return shut(WithData(), sockets.SHUT_RD) }),
	Entry("own SHUT_RDWR", Label("claim:errors.connected"), func() Socket { return shut(connected(), sockets.SHUT_RDWR) }),

	Entry("own SHUT_WR, then the peer closed", Label("claim:errors.names-after"), shutThenPeerClosed),
	Entry("peer closed, then own SHUT_WR", Label("claim:errors.names-after"), peerClosedThenShut),
	Entry("closed", Label("claim:errors.closed"), func() Socket { return closed(connected()) }),
)
