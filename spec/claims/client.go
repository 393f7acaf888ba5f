package claims

var client = Chapter{
	Name:     "client",
	Folder:   "tutorial/client",
	Sections: []string{"client", "failure", "process", "empty"},
	Title:    "The client",
	TitleZH:  "客户端",
	Claims: []Claim{
		{
			ID:      "client.sequence",
			Says:    "A client creates a socket, connects it, sends and receives by turns, and closes it.",
			SaysZH:  "客户端依次创建套接字、连接、轮流发送与接收，最后关闭。",
			Verdict: Holds,
			Level:   Shall,
			Clauses: []Clause{
				posix("connect", "“shall attempt to establish a connection to the address specified by the address argument.”"),
				python("socket, example", "socket.html#example", "“a client only needs the sequence socket(), connect()”."),
			},
		},
		{
			ID:        "client.connect-failure",
			Amendment: true,
			Says:      "A failing connect raises an error that tells why: refused, timed out, or connected already.",
			SaysZH:    "connect 失败时会报错，并说明原因：被拒绝、超时，或者早已连接。",
			Verdict:   Holds,
			Level:     Shall,
			Clauses: []Clause{
				posix("connect", "[ECONNREFUSED]: “The target address was not listening for connections or refused the connection request.”"),
				posix("connect", "[ETIMEDOUT]: “The attempt to connect timed out before a connection was made.”"),
				posix("connect", "[EISCONN]: “The specified socket is connection-mode and is already connected.”"),
				posix("connect", "“If connect() fails, the state of the socket is unspecified.”"),
			},
			Notes: []Note{
				{"Linux", "A full accept queue drops the SYN, so that connect times out instead of being refused. A refused socket may connect again, with success once somebody listens."},
				{"gVisor netstack", "After a refusal, a second connect of the same socket was seen to fail with ECONNABORTED."},
				{"NetBSD", "After a refusal, a second connect of the same socket fails with EINVAL (7.99.34). It sends 100 resets a second at most: of a burst of connects the last got no answer."},
			},
		},
		{
			ID:      "client.send-failure-reported",
			Says:    "A send that fails raises an error, which the program can report.",
			SaysZH:  "发送失败会抛出错误，程序可以把它报告出来。",
			Verdict: Holds,
			Level:   Shall,
			Clauses: []Clause{
				posix("send", "[EPIPE]: “The socket is shut down for writing, or the socket is connection-mode and is no longer connected.”"),
				posix("send", "[ECONNRESET]: “A connection was forcibly closed by a peer.”"),
				rfc(9293, "3.6.1", "Data that comes after CLOSE “SHOULD” be answered with “a RST to show that data was lost (SHLD-3)”: where it is not, send goes on succeeding."),
				posixSockets(14, "Signals", "SIGPIPE is sent as well, “except that the signal is suppressed if the MSG_NOSIGNAL flag is used”."),
			},
			Notes: []Note{
				{"Linux", "The first send to a peer that has closed succeeds; a later one fails with EPIPE."},
				{"CPython", "Ignores SIGPIPE, so that a failing send raises BrokenPipeError and does not kill the process."},
			},
		},
		{
			ID:        "client.empty-send",
			Amendment: true,
			Says:      "On a stream an empty send reaches the peer neither as data nor as the end; over UDP it arrives as an empty datagram.",
			SaysZH:    "在流上发送零字节，对端既收不到数据，也不会当作结束；在 UDP 上则会收到一个空数据报。",
			Verdict:   Holds,
			Level:     May,
			Clauses: []Clause{
				posix("send", "“If the socket argument refers to a socket and the flags argument is 0, the send() function is equivalent to write().”"),
				posix("write", "“If nbyte is zero and the file is not a regular file, the results are unspecified.”"),
				rfc(9293, "3.10.4", "Only the CLOSE call makes TCP “form a FIN segment and send it.”"),
				oldRFC(768, "The length of a datagram counts its header: “the minimum value of the length is eight”, which is an empty datagram."),
			},
		},
	},
}
