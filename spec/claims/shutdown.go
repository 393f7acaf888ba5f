package claims

var shutdown = Chapter{
	Name:     "shutdown",
	Folder:   "beyond/shutdown",
	Sections: []string{"listener", "port", "waiting", "datagrams", "states", "wire"},
	Title:    "Shutdown: listeners, datagrams, calls that wait",
	TitleZH:  "shutdown：监听套接字、数据报与正在等待的调用",
	Claims: []Claim{
		{
			ID:      "shutdown.listener-read",
			Says:    "Shutting a listener down for receiving ends its listening.",
			SaysZH:  "对监听套接字关闭接收方向，它就不再监听。",
			Verdict: HoldsIf,
			Level:   Observed,
			Truth:   "It does where shutdown of a listener succeeds at all; to POSIX a listener is not connected, so that shutdown fails and it listens on.",
			TruthZH: "只有在 shutdown 对监听套接字能成功的系统上才如此；按 POSIX，监听套接字没有连接，shutdown 应当失败，监听照旧。",
			Clauses: []Clause{
				posix("shutdown", "It shall fail with [ENOTCONN] if the socket is not connected. Of listeners it says nothing."),
				posix("accept", "[EINVAL] is the error of a socket that is not accepting connections."),
				posix("listen", "[EINVAL] is an error that listen() may have for a socket that has been shut down."),
			},
			Notes: []Note{
				{"Linux", "Listening ends: accept is EINVAL, queued clients are reset, the next are refused. The port that came with port 0 is given up, though the socket still names it; one that it was bound to is kept. listen makes the socket listen again."},
				{"gVisor netstack", "The same, but that the socket keeps its port."},
				{"Windows", "Was reported to fail with ENOTCONN, and to listen on."},
			},
		},
		{
			ID:      "shutdown.listener-write",
			Says:    "Shutting a listener down for sending changes nothing.",
			SaysZH:  "对监听套接字关闭发送方向，什么也不会改变。",
			Verdict: HoldsIf,
			Level:   Observed,
			Truth:   "A listener has nothing to send, and on most systems it listens on; but TCP's own CLOSE ends a listener, and a system may take shutdown for that.",
			TruthZH: "监听套接字没有东西要发送，在多数系统上照旧监听；但 TCP 自己的 CLOSE 会结束监听，系统也可以这样理解 shutdown。",
			Clauses: []Clause{
				posix("shutdown", "SHUT_WR disables further send operations, and no others; [ENOTCONN] is the error of a socket that is not connected."),
				rfc(9293, "3.10.4", "CLOSE in the LISTEN state: “Delete TCB, enter CLOSED state, and return.”"),
			},
			Notes: []Note{
				{"Linux", "Success, and it listens on; gVisor's netstack too."},
				{"NetBSD", "Its source has the socket enter CLOSED. (Not run.)"},
			},
		},
		{
			ID:      "shutdown.wakes",
			Says:    "Shutdown ends the calls that wait on its side of the socket.",
			SaysZH:  "shutdown 会让正在该方向上等待的调用结束。",
			Verdict: HoldsIf,
			Level:   Observed,
			Truth:   "POSIX disables the calls that come later, and leaves it open what becomes of one that is under way; a call of the other side goes on as before.",
			TruthZH: "POSIX 只让之后的调用失效，正在进行的调用会怎样并没有规定；另一方向上的调用照旧。",
			Clauses: []Clause{
				posix("shutdown", "It disables subsequent receive operations, send operations, or both."),
				posix("send", "[EPIPE] is the error of a socket that is shut down for writing."),
				rfc(9293, "3.10.4", "CLOSE in the SYN-SENT state: “Delete the TCB and return ‘error: closing’ responses to any queued SENDs, or RECEIVEs.”"),
			},
			Notes: []Note{
				{"Linux", "recv returns nothing, accept fails with EINVAL, send returns what was taken and then fails with EPIPE, connect fails with ECONNRESET."},
				{"CPython", "On some systems its shutdown was reported not to wake a recv that waits in another thread."},
			},
		},
		{
			ID:      "shutdown.datagram-write",
			Says:    "A datagram socket that is shut down for sending fails to send, and still receives.",
			SaysZH:  "关闭发送方向的数据报套接字不能再发送，但仍能接收。",
			Verdict: Holds,
			Level:   Shall,
			Clauses: []Clause{
				posix("shutdown", "SHUT_WR disables further send operations. It is not for streams alone."),
				posix("send", "[EPIPE] is the error of a socket that is shut down for writing, whatever its type. The signal comes with it only for a stream or messages in sequence."),
				posix("connect", "A socket without connections is called connected, too, once its peer address is set."),
			},
			Notes: []Note{
				{"Linux", "EPIPE every time."},
				{"package net", "A UDPConn has no shutdown: neither CloseRead nor CloseWrite."},
			},
		},
		{
			ID:      "shutdown.datagram-read",
			Says:    "A datagram socket that is shut down for receiving receives nothing any more.",
			SaysZH:  "关闭接收方向的数据报套接字不再收到任何数据。",
			Verdict: HoldsIf,
			Level:   Observed,
			Truth:   "recv does not wait any more, and sending goes on; but what has come before, and even what comes later, may still be delivered.",
			TruthZH: "recv 不再等待，发送照旧；但先前已到的数据，甚至之后到达的数据，仍可能交付。",
			Clauses: []Clause{
				posix("shutdown", "SHUT_RD disables further receive operations. What a receive then gives is not said."),
				posix("select", "A socket is ready for reading when a receive without O_NONBLOCK would not block."),
			},
			Notes: []Note{
				{"Linux", "recv returns nothing at once, after what is queued, and delivers what comes later. With O_NONBLOCK it fails with EAGAIN instead, although poll says that it is readable: a loop that polls spins."},
				{"gVisor netstack", "recv returns nothing; what comes later is thrown away."},
			},
		},
		{
			ID:      "shutdown.unconnected-datagram",
			Says:    "A datagram socket without a peer is not shut down: it is not connected.",
			SaysZH:  "没有对端的数据报套接字不能 shutdown：它没有连接。",
			Verdict: Holds,
			Level:   Shall,
			Clauses: []Clause{
				posix("shutdown", "It shall fail with [ENOTCONN] if the socket is not connected."),
			},
			Notes: []Note{
				{"Linux", "It fails and acts all the same: a recv that waits returns nothing, and later sends fail with EPIPE."},
			},
		},
		{
			ID:      "shutdown.states",
			Says:    "Shutdown for sending does in each state of TCP what its CLOSE does there, and shutdown for receiving does nothing to TCP.",
			SaysZH:  "关闭发送方向在 TCP 的每个状态下所做的，就是 CLOSE 在该状态下所做的；关闭接收方向对 TCP 没有影响。",
			Verdict: Holds,
			Level:   Shall,
			Clauses: []Clause{
				rfc(9293, "3.10.4", "ESTABLISHED: “Queue this until all preceding SENDs have been segmentized, then form a FIN segment and send it. In any case, enter FIN-WAIT-1 state.” CLOSE-WAIT: “then send a FIN segment, enter LAST-ACK state.”"),
				rfc(9293, "3.10.4", "FIN-WAIT-1 and FIN-WAIT-2: an “ok” is acceptable, “as long as a second FIN is not emitted (the first FIN may be retransmitted, though).” CLOSING, LAST-ACK, TIME-WAIT: “Respond with ‘error: connection closing’.”"),
				posix("shutdown", "[ENOTCONN] is the error of a socket that is not connected."),
			},
			Notes: []Note{
				{"Linux", "Success until both directions have ended, and ENOTCONN from then on, also in TIME-WAIT. In SYN-SENT it ends the attempt."},
			},
		},
	},
}
