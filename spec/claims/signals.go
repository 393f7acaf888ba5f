package claims

var signals = Chapter{
	Name:     "signals",
	Folder:   "beyond/signals",
	Sections: []string{"interrupted", "masked", "connect", "restarted", "partial", "pipe", "closing", "storm"},
	Title:    "Signals: calls that are interrupted, and SIGPIPE",
	TitleZH:  "信号：被中断的调用与 SIGPIPE",
	Claims: []Claim{
		{
			ID:      "signal.eintr",
			Says:    "A signal that is caught ends a call that waits: recv, send, accept, connect and poll fail with EINTR, and take nothing.",
			SaysZH:  "捕获到信号会结束正在等待的调用：recv、send、accept、connect 和 poll 以 EINTR 失败，且不取走任何东西。",
			Verdict: HoldsIf,
			Level:   Shall,
			Truth:   "It does if the handler was installed without SA_RESTART, and if the call has not done a part by then; the next call waits for what comes next.",
			TruthZH: "前提是信号处理函数安装时没有 SA_RESTART，而且调用还没有完成一部分；下一个调用等待之后到来的数据或连接。",
			Clauses: []Clause{
				posix("recv", "[EINTR] is the error of a recv that a signal interrupts before any data is available."),
				posix("send", "[EINTR] is the error of a send that a signal interrupts before any data is transmitted."),
				posix("accept", "[EINTR] is the error of an accept that a signal interrupts before a connection arrives."),
				posix("poll", "[EINTR] is the error of a poll during which a signal is caught."),
				posix("sigaction", "Without SA_RESTART a function that can be interrupted fails with [EINTR]."),
				posix("select", "The mask that pselect() is given takes the place of the thread's own before descriptors are examined, and the own one is back when the call returns. ppoll() has the same."),
			},
			Notes: []Note{
				{"package sockets", "Its calls do not wait inside the system, and none fails with EINTR."},
				{"CPython", "From 3.5 on a call is made again when the handler raises no exception (PEP 475)."},
			},
		},
		{
			ID:      "signal.restart",
			Says:    "Where the handler was installed with SA_RESTART, a call that waits goes on as if nothing had come.",
			SaysZH:  "如果信号处理函数安装时带有 SA_RESTART，正在等待的调用会继续等待，好像什么也没有发生。",
			Verdict: HoldsIf,
			Level:   Shall,
			Truth:   "recv, send and accept do; a poll may fail with EINTR all the same, and so may a connect, and on Linux a call on a socket that has a timeout.",
			TruthZH: "recv、send、accept 如此；poll 仍可能以 EINTR 失败，connect 也可能，在 Linux 上，设了超时的套接字上的调用也会。",
			Clauses: []Clause{
				posix("sigaction", "With SA_RESTART a function that would fail with [EINTR] restarts, unless its own page says otherwise. One with a timeout restarts with a time that is not longer."),
				posix("select", "With SA_RESTART it is implementation-defined whether it restarts or fails with [EINTR]."),
				posix("connect", "If a signal is caught while it waits, it fails with [EINTR], and the request goes on. SA_RESTART is not mentioned."),
				man("signal", 7, "Of the calls on sockets those go on that have no timeout; with SO_RCVTIMEO or SO_SNDTIMEO they fail with EINTR, and so do poll and select always."),
			},
			Notes: []Note{
				{"Linux", "connect goes on. poll fails with EINTR, and so does a recv on a socket that has SO_RCVTIMEO."},
				{"OpenBSD", "connect was reported to fail with EINTR."},
			},
		},
		{
			ID:      "signal.partial-send",
			Says:    "A send that a signal interrupts when a part was taken returns how much it was, whatever the handler's flags.",
			SaysZH:  "send 的数据已被接收一部分时遇到信号，会返回已接收的数量，不论信号处理函数带什么标志。",
			Verdict: Holds,
			Level:   Shall,
			Clauses: []Clause{
				posix("send", "[EINTR] is for a send that has transmitted nothing."),
				posix("write", "Interrupted by a signal after some data was written, it returns the number of bytes that were."),
				posix("recv", "With MSG_WAITALL it may return less than was asked for if a signal is caught."),
			},
			Notes: []Note{
				{"Linux", "A recv with MSG_WAITALL returns what has come by then; so it does with SA_RESTART."},
			},
		},
		{
			ID:      "signal.connect-goes-on",
			Says:    "A connect that a signal has ended has to be made again.",
			SaysZH:  "被信号结束的 connect 需要重新调用。",
			Verdict: Refuted,
			Level:   Shall,
			Truth:   "The attempt goes on without the call: a second connect may fail with EALREADY; poll says when it is made, and SO_ERROR whether.",
			TruthZH: "连接尝试不需要这个调用也会继续：再次 connect 可能以 EALREADY 失败；poll 告知何时完成，SO_ERROR 告知是否成功。",
			Clauses: []Clause{
				posix("connect", "Interrupted by a signal while it waits, it fails with [EINTR], the request is not aborted, and the connection is made asynchronously. When it is, select and poll say that the socket is ready for writing."),
				posix("connect", "[EALREADY] is the error of a socket that has a request under way."),
			},
			Notes: []Note{
				{"Linux", "A second connect waits for the first if it may wait, and fails with EALREADY if it may not. One that comes when the connection was made succeeds once, and is EISCONN then."},
			},
		},
		{
			ID:      "signal.sigpipe",
			Says:    "To send to a peer that has gone raises SIGPIPE, which ends a process that has no handler.",
			SaysZH:  "向已经离开的对端发送会引发 SIGPIPE，没有处理函数的进程因此结束。",
			Verdict: HoldsIf,
			Level:   Shall,
			Truth:   "On a stream that is no longer connected, in the thread that sends, with EPIPE and without MSG_NOSIGNAL: not by the call that tells of a reset with ECONNRESET, and not for datagrams.",
			TruthZH: "条件是：不再连接的流套接字、发生在调用 send 的线程、错误为 EPIPE 且没有 MSG_NOSIGNAL；以 ECONNRESET 告知重置的那次调用不会引发，数据报也不会。",
			Clauses: []Clause{
				posix("send", "[EPIPE] is the error of a socket that is shut down for writing or no longer connected; for the latter, and a stream, SIGPIPE is generated for the calling thread, unless MSG_NOSIGNAL is given."),
				posix("send", "[ECONNRESET] is the error of a connection that the peer has closed by force."),
			},
			Notes: []Note{
				{"Linux", "A send after the socket's own SHUT_WR raises it as well. That the peer has reset a connection is first told by ECONNRESET, without a signal."},
				{"Go", "The runtime has a handler, which ends the process only if standard output or error is broken. package sockets sends with MSG_NOSIGNAL, or has SO_NOSIGPIPE set."},
			},
		},
		{
			ID:      "signal.nothing-lost",
			Says:    "However many signals come, a program that makes its call again after EINTR, and goes on where a count ends, loses nothing.",
			SaysZH:  "不论来多少信号，程序只要在 EINTR 之后重新调用、并从返回的计数处继续，就什么也不会丢。",
			Verdict: Holds,
			Level:   Shall,
			Clauses: []Clause{
				posix("recv", "[EINTR] is for a recv that no data was available to."),
				posix("send", "[EINTR] is for a send that has transmitted nothing."),
				posix("accept", "[EINTR] is for an accept that no connection has arrived for."),
				posix("close", "Interrupted by a signal it fails with [EINTR], and the descriptor is open, or with [EINPROGRESS], and it is closed; or it succeeds."),
			},
			Notes: []Note{
				{"Linux", "A close that lingers ends when a signal is caught, with SA_RESTART as well, and says that all went well; what is to be sent is sent."},
			},
		},
	},
}
