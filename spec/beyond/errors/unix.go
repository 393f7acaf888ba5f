package errors

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// unix is what each call gives in each state of a Unix stream. Where nothing else is
// said of the state, the socket is the client of a connection, and has no name.
var unix = NewGrid("Unix stream", SocketCalls(UnixPath, aUnixListener), clauses, `
state                           | bind               | listen                  | accept | connect        | send             | recv             | peek             | shut RD      | shut WR      | shut RDWR    | sockname             | peername             | SO_ERROR            | ready             | close
new                             | ok                 | ~EDESTADDRREQ/EINVAL/ok | EINVAL | ok/EINPROGRESS | ENOTCONN/EPIPE   | ~ENOTCONN/EINVAL | ~ENOTCONN/EINVAL | ~ENOTCONN/ok | ~ENOTCONN/ok | ~ENOTCONN/ok | ~                    | ENOTCONN             | 0                   | ~                 | ok
bound                           | ~EINVAL/ok         | ok                      | EINVAL | ok/EINPROGRESS | ENOTCONN/EPIPE   | ~ENOTCONN/EINVAL | ~ENOTCONN/EINVAL | ~ENOTCONN/ok | ~ENOTCONN/ok | ~ENOTCONN/ok | path                 | ENOTCONN             | 0                   | ~                 | ok
listening, nobody there         | ~EINVAL/ok         | ok                      | EAGAIN | ~              | ENOTCONN/EPIPE   | ~ENOTCONN/EINVAL | ~ENOTCONN/EINVAL | ~ENOTCONN/ok | ~ENOTCONN/ok | ~ENOTCONN/ok | path                 | ENOTCONN             | 0                   | !IN               | ok
listening, a client queued      | ~EINVAL/ok         | ok                      | conn   | ~              | ENOTCONN/EPIPE   | ~ENOTCONN/EINVAL | ~ENOTCONN/EINVAL | ~ENOTCONN/ok | ~ENOTCONN/ok | ~ENOTCONN/ok | path                 | ENOTCONN             | 0                   | IN                | ok
connected                       | ~ok/EINVAL/EISCONN | EINVAL                  | EINVAL | EISCONN        | bytes            | EAGAIN           | EAGAIN           | ok           | ok           | ok           | ~unnamed/path        | ~path/unnamed        | 0                   | OUT !IN !ERR !HUP | ok
accepted                        | ~ok/EINVAL/EISCONN | EINVAL                  | EINVAL | EISCONN        | bytes            | EAGAIN           | EAGAIN           | ok           | ok           | ok           | ~path/unnamed        | ~unnamed/path        | 0                   | OUT !IN !ERR !HUP | ok
connected, data there           | ~ok/EINVAL/EISCONN | EINVAL                  | EINVAL | EISCONN        | bytes            | bytes            | bytes            | ok           | ok           | ok           | ~unnamed/path        | ~path/unnamed        | 0                   | IN OUT            | ok
connected, the send buffer full | ~ok/EINVAL/EISCONN | EINVAL                  | EINVAL | EISCONN        | EAGAIN           | EAGAIN           | EAGAIN           | ok           | ok           | ok           | ~unnamed/path        | ~path/unnamed        | 0                   | !IN !OUT          | ok
peer half-closed                | ~ok/EINVAL/EISCONN | EINVAL                  | EINVAL | EISCONN        | bytes            | 0 B              | 0 B              | ok           | ok           | ok           | ~unnamed/path        | ~path/unnamed        | 0                   | IN OUT            | ok
peer's SHUT_RD                  | ~ok/EINVAL/EISCONN | EINVAL                  | EINVAL | EISCONN        | ~EPIPE/bytes     | EAGAIN           | EAGAIN           | ok           | ok           | ok           | ~unnamed/path        | ~path/unnamed        | 0                   | ~OUT/HUP          | ok
peer closed                     | ~ok/EINVAL/EISCONN | ~                       | EINVAL | ~              | EPIPE/ECONNRESET | 0 B              | 0 B              | ~ok/ENOTCONN | ~ok/ENOTCONN | ~ok/ENOTCONN | ~unnamed/path        | ~                    | ~0/ECONNRESET/EPIPE | IN OUT/IN HUP     | ok
peer closed, bytes unread       | ~ok/EINVAL/EISCONN | ~                       | EINVAL | ~              | EPIPE/ECONNRESET | ~ECONNRESET/0 B  | ~ECONNRESET/0 B  | ~ok/ENOTCONN | ~ok/ENOTCONN | ~ok/ENOTCONN | ~unnamed/path        | ~                    | ~ECONNRESET/0/EPIPE | IN OUT/IN HUP     | ~ok/ECONNRESET
own SHUT_WR                     | ~ok/EINVAL/EISCONN | EINVAL                  | EINVAL | EISCONN        | EPIPE            | EAGAIN           | EAGAIN           | ok           | ok           | ok           | ~unnamed/path/EINVAL | ~path/unnamed/EINVAL | 0/EINVAL            | OUT !IN/HUP !IN   | ok
own SHUT_RD                     | ~ok/EINVAL/EISCONN | EINVAL                  | EINVAL | EISCONN        | bytes            | ~                | ~                | ok           | ok           | ok           | ~unnamed/path/EINVAL | ~path/unnamed/EINVAL | 0/EINVAL            | OUT               | ok
own SHUT_RDWR                   | ~ok/EINVAL/EISCONN | ~                       | EINVAL | ~              | EPIPE            | ~                | ~                | ~ok/ENOTCONN | ~ok/ENOTCONN | ~ok/ENOTCONN | ~unnamed/path/EINVAL | ~                    | 0/EINVAL            | OUT/HUP           | ok
closed                          | EBADF              | EBADF                   | EBADF  | EBADF          | EBADF            | EBADF            | EBADF            | EBADF        | EBADF        | EBADF        | EBADF                | EBADF                | EBADF               | EBADF             | ~ok/EBADF`)

var _ = DescribeTable("Each call on a Unix stream socket gives what the state allows:", Label("grid:Unix stream", "needs:unix"), func(reach func() Socket) {
	unix.Try(reach)
},
	Entry("new", Label("claim:errors.fresh"), func() Socket { return NewSocket(sockets.AF_UNIX, sockets.SOCK_STREAM) }),
	Entry("bound", Label("claim:errors.fresh"), boundUnix),
	Entry("listening, nobody there", Label("claim:errors.listener"), listeningUnix),
	Entry("listening, a client queued", Label("claim:errors.listener"), unixClientQueued),

	Entry("connected", Label("claim:errors.connected"), connectedUnix),
	Entry("accepted", Label("claim:errors.connected"), acceptedUnix),
	Entry("connected, data there", Label("claim:errors.connected"), unixWithData),
	Entry("connected, the send buffer full", Label("claim:errors.connected"), fullUnix),
	Entry("peer half-closed", Label("claim:errors.connected"), unixPeerHalfClosed),
	Entry("peer's SHUT_RD", Label("claim:errors.connected"), unixPeerShutRead),
	Entry("own SHUT_WR", Label("claim:errors.connected"), func() Socket { return shut(connectedUnix(), sockets.SHUT_WR) }),
	Entry("own SHUT_RD", Label("claim:errors.connected"), func() Socket { return shut(connectedUnix(), sockets.SHUT_RD) }),
	Entry("own SHUT_RDWR", Label("claim:errors.connected"), func() Socket { return shut(connectedUnix(), sockets.SHUT_RDWR) }),

	Entry("peer closed", Label("claim:errors.unix"), unixPeerClosed),
	Entry("peer closed, bytes unread", Label("claim:errors.unix"), unixPeerClosedUnread),
	Entry("closed", Label("claim:errors.closed"), func() Socket { return closed(connectedUnix()) }),
)

// unixDatagrams is the same for Unix datagram sockets.
var unixDatagrams = NewGrid("Unix datagram", SocketCalls(UnixPath, aUnixReceiver), clauses, `
state                    | bind               | listen     | accept            | connect | send                                                 | recv   | peek   | shut RD                 | shut WR                 | shut RDWR               | sockname | peername | SO_ERROR                   | ready             | close
new                      | ok                 | EOPNOTSUPP | EOPNOTSUPP/EINVAL | ok      | EDESTADDRREQ/ENOTCONN                                | EAGAIN | EAGAIN | ~ENOTCONN/ok/EOPNOTSUPP | ~ENOTCONN/ok/EOPNOTSUPP | ~ENOTCONN/ok/EOPNOTSUPP | ~        | ENOTCONN | 0                          | ~OUT !IN          | ok
connected                | ~EINVAL/EISCONN/ok | EOPNOTSUPP | EOPNOTSUPP/EINVAL | ok      | bytes                                                | EAGAIN | EAGAIN | ok/EOPNOTSUPP           | ok/EOPNOTSUPP           | ok/EOPNOTSUPP           | path     | path     | 0                          | OUT !IN !ERR !HUP | ok
connected, the peer full | ~EINVAL/EISCONN/ok | EOPNOTSUPP | EOPNOTSUPP/EINVAL | ok      | ~EAGAIN/ENOBUFS                                      | EAGAIN | EAGAIN | ok/EOPNOTSUPP           | ok/EOPNOTSUPP           | ok/EOPNOTSUPP           | path     | path     | 0                          | !IN               | ok
peer closed              | ~EINVAL/EISCONN/ok | EOPNOTSUPP | EOPNOTSUPP/EINVAL | ok      | ~ECONNREFUSED/ENOTCONN/EDESTADDRREQ/ECONNRESET/EPIPE | ~      | ~      | ~ok/ENOTCONN/EOPNOTSUPP | ~ok/ENOTCONN/EOPNOTSUPP | ~ok/ENOTCONN/EOPNOTSUPP | path     | ~        | ~0/ECONNRESET/ECONNREFUSED | ~                 | ok
closed                   | EBADF              | EBADF      | EBADF             | EBADF   | EBADF                                                | EBADF  | EBADF  | EBADF                   | EBADF                   | EBADF                   | EBADF    | EBADF    | EBADF                      | EBADF             | ~ok/EBADF`)

var _ = DescribeTable("Each call on a Unix datagram socket gives what the state allows:", Label("grid:Unix datagram", "needs:unix-datagram"), func(reach func() Socket) {
	unixDatagrams.Try(reach)
},
	Entry("new", Label("claim:errors.no-destination"), func() Socket { return NewSocket(sockets.AF_UNIX, sockets.SOCK_DGRAM) }),
	Entry("connected", Label("claim:errors.connected"), connectedUnixDatagram),
	Entry("connected, the peer full", Label("claim:errors.connected"), unixPeerFull),
	Entry("peer closed", Label("claim:errors.unix"), unixDatagramPeerClosed),
	Entry("closed", Label("claim:errors.closed"), func() Socket { return closed(connectedUnixDatagram()) }),
)

// unixRecords is the same for Unix sockets that keep records apart.
var unixRecords = NewGrid("Unix seqpacket", SocketCalls(UnixPath, aRecordListener), clauses, `
state                     | bind               | listen                  | accept | connect        | send             | recv             | peek             | shut RD      | shut WR      | shut RDWR    | sockname      | peername      | SO_ERROR            | ready             | close
new                       | ok                 | ~EDESTADDRREQ/EINVAL/ok | EINVAL | ok/EINPROGRESS | ENOTCONN/EPIPE   | ~ENOTCONN/EINVAL | ~ENOTCONN/EINVAL | ~ENOTCONN/ok | ~ENOTCONN/ok | ~ENOTCONN/ok | ~             | ENOTCONN      | 0                   | ~                 | ok
listening, nobody there   | ~EINVAL/ok         | ok                      | EAGAIN | ~              | ENOTCONN/EPIPE   | ~ENOTCONN/EINVAL | ~ENOTCONN/EINVAL | ~ENOTCONN/ok | ~ENOTCONN/ok | ~ENOTCONN/ok | path          | ENOTCONN      | 0                   | !IN               | ok
connected                 | ~ok/EINVAL/EISCONN | EINVAL                  | EINVAL | EISCONN        | bytes            | EAGAIN           | EAGAIN           | ok           | ok           | ok           | ~unnamed/path | ~path/unnamed | 0                   | OUT !IN !ERR !HUP | ok
connected, a record there | ~ok/EINVAL/EISCONN | EINVAL                  | EINVAL | EISCONN        | bytes            | bytes            | bytes            | ok           | ok           | ok           | ~unnamed/path | ~path/unnamed | 0                   | IN OUT            | ok
peer closed               | ~ok/EINVAL/EISCONN | ~                       | EINVAL | ~              | EPIPE/ECONNRESET | 0 B              | 0 B              | ~ok/ENOTCONN | ~ok/ENOTCONN | ~ok/ENOTCONN | ~unnamed/path | ~             | ~0/ECONNRESET/EPIPE | IN OUT/IN HUP     | ok
closed                    | EBADF              | EBADF                   | EBADF  | EBADF          | EBADF            | EBADF            | EBADF            | EBADF        | EBADF        | EBADF        | EBADF         | EBADF         | EBADF               | EBADF             | ~ok/EBADF`)

var _ = DescribeTable("Each call on a Unix seqpacket socket gives what the state allows:", Label("grid:Unix seqpacket", "needs:unix-seqpacket"), func(reach func() Socket) {
	unixRecords.Try(reach)
},
	Entry("new", Label("claim:errors.fresh"), func() Socket { return NewSocket(sockets.AF_UNIX, sockets.SOCK_SEQPACKET) }),
	Entry("listening, nobody there", Label("claim:errors.listener"), func() Socket { return listeningTo(sockets.SOCK_SEQPACKET) }),
	Entry("connected", Label("claim:errors.connected"), connectedRecords),
	Entry("connected, a record there", Label("claim:errors.connected"), withRecord),
	Entry("peer closed", Label("claim:errors.unix"), recordsPeerClosed),
	Entry("closed", Label("claim:errors.closed"), func() Socket { return closed(connectedRecords()) }),
)

var _ = Describe("A Unix socket whose peer was closed", func() {
	// POSIX says nothing of it; Linux does as TCP (RFC 1122, 4.2.2.13).
	It("may say that it was reset, once, if bytes were left unread", Label("claim:errors.unix", "needs:unix"), func() {
		s := unixPeerClosedUnread()
		data, err := s.Recv(1)
		Observe("recv of a Unix stream whose peer has closed with bytes unread", Outcome(err), "a reset, or the end of the stream: POSIX does not say")
		Expect(data).To(BeEmpty())
		Expect(err).To(MatchOneOf(nil, sockets.ECONNRESET))
		Expect(s.Recv(1)).To(BeEmpty())
	})

	It("says that the pipe is broken, every time", Label("claim:errors.unix", "needs:unix"), func() {
		s := unixPeerClosed()
		for range 3 {
			_, err := s.Send([]byte("x"))
			Expect(err).To(MatchError(sockets.EPIPE))
		}
	})

	It("has nobody to send datagrams to", Label("claim:errors.unix", "needs:unix-datagram"), func() {
		_, err := unixDatagramPeerClosed().Send([]byte("x"))
		Observe("send of a Unix datagram socket whose peer was closed", Outcome(err), "an error: POSIX does not say which")
		Expect(err).To(HaveOccurred())
	})
})
