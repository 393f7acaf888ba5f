package claims

var timeout = Chapter{
	Name:     "timeout",
	Folder:   "tutorial/timeout",
	Sections: []string{"timeout", "request", "sendall", "after", "modes"},
	Title:    "Timeouts",
	TitleZH:  "超时",
	Claims: []Claim{
		{
			ID:      "timeout.idle",
			Says:    "With settimeout(t), a call raises a timeout when nothing arrives within t.",
			SaysZH:  "设了 settimeout(t)，t 之内什么也没来，调用就以超时告终。",
			Verdict: Holds,
			Level:   Shall,
			Clauses: []Clause{
				pySocket("settimeout", "A call raises it “if the timeout period value has elapsed before the operation has completed.”"),
				python("socket, timeouts and connect", "socket.html#timeouts-and-the-connect-method", "“The connect() operation is also subject to the timeout setting”."),
			},
			Notes: []Note{
				{"package sockets", "The error is os.ErrDeadlineExceeded and a net.Error whose Timeout method says true."},
			},
		},
		{
			ID:      "timeout.whole-request",
			Says:    "A request that is not finished within t is ended.",
			SaysZH:  "请求若在 t 之内没有办完，就会被终止。",
			Verdict: Refuted,
			Level:   Shall,
			Truth:   "The timeout bounds one call, not a request: the clock starts again with every recv, so that a client which drips single bytes can keep the server for as long as it likes.",
			TruthZH: "超时约束的是单次调用，不是整个请求：每次 recv 都重新计时，客户端只要一个字节一个字节地慢慢发，就能一直占住服务器。",
			Clauses: []Clause{
				pySocket("settimeout", "It is set “on blocking socket operations”, and runs until “the operation has completed”: each has its own."),
				python("socket, notes on timeouts", "socket.html#notes-on-socket-timeouts", "“operations fail if they cannot be completed within the timeout specified for the socket”."),
			},
		},
		{
			ID:        "timeout.sendall-total",
			Amendment: true,
			Says:      "For sendall the timeout bounds the whole call, not each piece.",
			SaysZH:    "对 sendall 来说，超时限制的是整个调用，而不是其中每一段发送。",
			Verdict:   Holds,
			Level:     Shall,
			Clauses: []Clause{
				pySocket("sendall", "“The socket timeout is now the maximum total duration to send all data.”"),
			},
			Notes: []Note{
				{"CPython", "Since version 3.5; before, the clock started again with every piece."},
			},
		},
		{
			ID:      "timeout.survivable",
			Says:    "After a timeout the server closes the connection.",
			SaysZH:  "一旦超时，服务器就把连接关掉。",
			Verdict: HoldsIf,
			Level:   Shall,
			Truth:   "It may, but need not: after a timed-out recv or accept nothing is lost and the socket works on, after a timed-out sendall it is unknown how much was taken, and a timed-out connect may still complete.",
			TruthZH: "可以关，但不是非关不可：recv 或 accept 超时后什么也没丢，套接字照常可用；sendall 超时后无从知道发出了多少；connect 超时后连接仍可能建成。",
			Clauses: []Clause{
				python("socket, notes on timeouts", "socket.html#notes-on-socket-timeouts", "“sockets in timeout mode are internally set in non-blocking mode.”"),
				posix("recv", "[EAGAIN] or [EWOULDBLOCK] says that “no data is waiting to be received”, nothing more."),
				pySocket("sendall", "After an error “there is no way to determine how much data, if any, was successfully sent.”"),
				posix("connect", "Of the system's own timeout: “connect() shall fail and the connection attempt shall be aborted.” Without blocking, “the connection request shall not be aborted, and the connection shall be established asynchronously.”"),
			},
			Notes: []Note{
				{"Go", "net.Dialer aborts an attempt that has timed out: it closes the socket."},
				{"package sockets", "SendAll fails with a SendAllError, which tells how many bytes had been taken."},
			},
		},
		{
			ID:        "timeout.modes",
			Amendment: true,
			Says:      "Without a timeout calls block, with 0 they never wait, with a positive one they wait no longer than that, and a negative one is refused; an accepted socket does not inherit the timeout of its listener.",
			SaysZH:    "不设超时就阻塞等待，设为 0 就从不等待，设为正数就最多等这么久，负数会被拒绝；accept 得到的套接字不继承监听套接字的超时。",
			Verdict:   Holds,
			Level:     Shall,
			Clauses: []Clause{
				pySocket("settimeout", "“If zero is given, the socket is put in non-blocking mode. If None is given, the socket is put in blocking mode.” Other values are “nonnegative”."),
				python("socket, timeouts and accept", "socket.html#timeouts-and-the-accept-method", "“if the listening socket is in blocking mode or in timeout mode, the socket returned by accept() is in blocking mode”."),
				posix("connect", "With O_NONBLOCK it does not wait: it fails with [EINPROGRESS], and the attempt goes on."),
			},
			Notes: []Note{
				{"CPython", "A negative timeout raises ValueError. An accepted socket takes the module's default timeout, if one is set."},
				{"Linux", "An accepted socket does not inherit O_NONBLOCK."},
				{"BSD-derived systems", "An accepted socket was reported to inherit O_NONBLOCK."},
			},
		},
	},
}
