package claims

var servers = Chapter{
	Name:     "servers",
	Folder:   "tutorial/servers",
	Sections: []string{"server", "one_at_a_time", "per_connection", "processes", "reset", "calls", "http", "tls"},
	Title:    "Servers",
	TitleZH:  "服务器",
	Claims: []Claim{
		{
			ID:      "server.one-at-a-time",
			Says:    "The plain server turns to the next client only when it is done with the one before.",
			SaysZH:  "简单的服务器要等手上的客户端办完，才去理会下一个。",
			Verdict: Holds,
			Level:   Shall,
			Clauses: []Clause{
				posixSockets(13, "Connection Indication Queue", "The others wait meanwhile: the queue is “a list of connections that are awaiting acceptance by the application”."),
				python("socketserver", "socketserver.html", "“each request must be completed before the next request can be started.”"),
			},
		},
		{
			ID:      "server.concurrency",
			Says:    "A process or a thread for each connection lifts this limit.",
			SaysZH:  "给每个连接配一个进程或线程，就没有这个限制。",
			Verdict: Holds,
			Level:   Shall,
			Clauses: []Clause{
				posix("fork", "The child has its own copy of the descriptors, and each “shall refer to the same open file description with the corresponding file descriptor of the parent.”"),
				python("socketserver", "socketserver.html", "“The solution is to create a separate process or thread to handle each request”."),
			},
		},
		{
			ID:        "server.survives-reset",
			Amendment: true,
			Says:      "A server that catches timeouts survives whatever its clients do.",
			SaysZH:    "只要捕获了超时，客户端做什么都不会让服务器退出。",
			Verdict:   Refuted,
			Level:     Shall,
			Truth:     "A client's reset is a different error: unless the handler catches it too, one reset ends the server for everybody.",
			TruthZH:   "客户端重置连接是另一种错误：处理代码若不一并捕获，一次重置就会让服务器对所有人停止服务。",
			Clauses: []Clause{
				posix("recv", "[ECONNRESET]: “A connection was forcibly closed by a peer.”"),
				python("ConnectionResetError", "exceptions.html#ConnectionResetError", "“raised when a connection is reset by the peer.” It is no TimeoutError: both are kinds of OSError."),
			},
		},
		{
			ID:      "server.same-calls",
			Says:    "Every network program uses these calls, however complex it is.",
			SaysZH:  "网络程序无论繁简，都离不开这几个调用。",
			Verdict: Holds,
			Level:   Observed,
			Clauses: []Clause{
				python("socket, example", "socket.html#example", "“a server must perform the sequence socket(), bind(), listen(), accept()”."),
				posixSockets(3, "Protocols", "“All protocols are expected to support the basic model for their particular socket type”."),
			},
		},
	},
}
