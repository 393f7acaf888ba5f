package errors

// clauses are the passages by which a call gives what is no errno. That a page lists an
// errno need not be said again. The words of POSIX are given freely.
var clauses = map[string]string{
	"bind ok":             "POSIX.1-2024 bind(): it assigns an address to a socket that has none",
	"listen ok":           "POSIX.1-2024 listen(): it marks a socket as accepting connections",
	"accept conn":         "POSIX.1-2024 accept(): it takes the first connection from the queue",
	"connect ok":          "POSIX.1-2024 connect(): it makes the connection, or sets the peer of datagrams",
	"connect EINPROGRESS": "POSIX.1-2024 connect() [EINPROGRESS]",
	"send bytes":          "POSIX.1-2024 send(): it returns the number of bytes sent",
	"send EPIPE":          "POSIX.1-2024 send() [EPIPE], XSH 2.10.14",
	"recv bytes":          "POSIX.1-2024 recv(): data is returned as soon as it is there",
	"recv 0 B":            "POSIX.1-2024 recv(): 0 when the peer has ended the stream, and for an empty message",
	"recv ECONNREFUSED":   "POSIX.1-2024 XSH 2.10.10, 2.10.15 [ECONNREFUSED]",
	"send ECONNREFUSED":   "POSIX.1-2024 XSH 2.10.10, 2.10.15 [ECONNREFUSED]",
	"shutdown ok":         "POSIX.1-2024 shutdown(): it shuts down a side of a connection",
	"shutdown EOPNOTSUPP": "POSIX.1-2024 XSH 2.3: there may be other errors; datagrams have no connection to shut down",
	"getsockname lo:port": "POSIX.1-2024 getsockname(): the address that the socket is bound to",
	"getsockname path":    "POSIX.1-2024 getsockname(): the address that the socket is bound to",
	"getpeername lo:port": "POSIX.1-2024 getpeername(): the address of the peer",
	"getpeername path":    "POSIX.1-2024 getpeername(): the address of the peer",

	"getsockopt 0":            "POSIX.1-2024 XSH 2.10.10: no error is pending, or one that was told is cleared",
	"getsockopt ECONNREFUSED": "POSIX.1-2024 XSH 2.10.10, 2.10.15 [ECONNREFUSED]: told once, and cleared",
	"getsockopt ECONNRESET":   "POSIX.1-2024 XSH 2.10.10, 2.10.15 [ECONNRESET]: told once, and cleared",

	"poll IN":                "POSIX.1-2024 poll(): a receive or an accept would not block",
	"poll !IN":               "POSIX.1-2024 poll(): a receive or an accept would block",
	"poll OUT":               "POSIX.1-2024 poll(): a send would not block",
	"poll HUP":               "POSIX.1-2024 poll(): HUP excludes OUT",
	"poll !OUT":              "POSIX.1-2024 poll(): a send would block, or the connection is not made yet",
	"poll !IN !OUT":          "POSIX.1-2024 poll(): a receive would block, and so would a send",
	"poll IN !OUT":           "POSIX.1-2024 poll(): a receive would not block, and a send would",
	"poll OUT !IN":           "POSIX.1-2024 poll(): a send would not block, and a receive would",
	"poll HUP !IN":           "HUP excludes OUT",
	"poll OUT !IN !ERR !HUP": "POSIX.1-2024 poll(): a send would not block, a receive would, and nothing has gone wrong",
	"poll IN OUT":            "POSIX.1-2024 poll(): neither a receive nor a send would block",
	"poll IN HUP":            "HUP excludes OUT",
	"close ok":               "POSIX.1-2024 close()",
	"close ECONNRESET":       "FreeBSD close(2) [ECONNRESET]: the pending error is told",
}
