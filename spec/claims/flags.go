package claims

var flags = Chapter{
	Name:     "flags",
	Folder:   "beyond/flags",
	Sections: []string{"dontwait", "peek", "waitall", "trunc", "nosignal", "urgent"},
	Title:    "Flags of one call",
	TitleZH:  "单次调用的标志",
	Claims: []Claim{
		{
			ID:      "flag.dontwait",
			Says:    "MSG_DONTWAIT makes one call not wait, and changes nothing for the next.",
			SaysZH:  "MSG_DONTWAIT 只让这一次调用不等待，不影响之后的调用。",
			Verdict: HoldsIf,
			Level:   Observed,
			Truth:   "It does where there is the flag: POSIX has none, and says what O_NONBLOCK does to all calls.",
			TruthZH: "在有此标志的系统上如此：POSIX 没有这个标志，只规定了 O_NONBLOCK 对所有调用的作用。",
			Clauses: []Clause{
				man("recv", 2, "It makes the operation nonblocking: one that would block fails with EAGAIN or EWOULDBLOCK. Unlike O_NONBLOCK it is of the call, and not of the open file description."),
				posix("recv", "With O_NONBLOCK set a receive that finds no message fails with [EAGAIN] or [EWOULDBLOCK]. The page has no such flag."),
			},
			Notes: []Note{
				{"Linux", "It takes precedence over a time limit, and the end of the stream is no would-block."},
				{"CPython", "With a timeout other than 0 recv waits for the socket to be readable first, and times out: the flag comes too late."},
				{"Windows", "There is no such flag. (Read, not run.)"},
				{"package net", "Its calls take no flags."},
			},
		},
		{
			ID:      "flag.peek-waits",
			Says:    "A receive with MSG_PEEK waits as any other does, until something is there.",
			SaysZH:  "带 MSG_PEEK 的接收与其他接收一样，会等到有数据为止。",
			Verdict: Holds,
			Level:   Shall,
			Clauses: []Clause{
				posix("recv", "If no messages are there and O_NONBLOCK is not set, it shall block until one arrives. MSG_PEEK has the data treated as unread, which the next receive returns still."),
			},
			Notes: []Note{
				{"Linux", "A reset that a look has told is told: the next receive returns nothing."},
			},
		},
		{
			ID:      "flag.waitall",
			Says:    "With MSG_WAITALL recv returns all that was asked for.",
			SaysZH:  "带 MSG_WAITALL 的 recv 会返回所要求的全部数据。",
			Verdict: HoldsIf,
			Level:   Shall,
			Truth:   "It waits for that on a stream, and still returns less at the end of the stream, with an error or a signal, and when it may not wait any longer; of messages it returns one, and with MSG_PEEK it may return less.",
			TruthZH: "它只在流上等待全部数据，遇到流结束、出错、信号或不能再等时仍会返回较少的数据；对报文只返回一个，与 MSG_PEEK 合用时也可能返回较少。",
			Clauses: []Clause{
				posix("recv", "On SOCK_STREAM sockets it requests to block until the full amount can be returned. Less may be returned if the socket is one of messages, if a signal is caught, if the connection is terminated, if MSG_PEEK was given, or if an error is pending."),
			},
			Notes: []Note{
				{"Linux", "With MSG_PEEK it waits for all. A reset has it return the part, and the next call tells the reset."},
				{"CPython", "On a socket with a timeout the descriptor does not block: it returns what is there."},
				{"gVisor netstack", "The flag is its kernel's, which is not part of it."},
			},
		},
		{
			ID:      "flag.trunc-stream",
			Says:    "With MSG_TRUNC a receive throws bytes away instead of returning them.",
			SaysZH:  "带 MSG_TRUNC 的接收会丢弃数据，而不是返回数据。",
			Verdict: HoldsIf,
			Level:   Observed,
			Truth:   "Linux does so on a TCP stream, and returns how many; of datagrams it returns the true length and the bytes that fit. To POSIX the flag is none to give: it comes back from recvmsg.",
			TruthZH: "Linux 对 TCP 流如此，并返回丢弃的字节数；对数据报则返回真实长度和放得下的字节。按 POSIX，此标志不用于输入，而是由 recvmsg 返回。",
			Clauses: []Clause{
				man("tcp", 7, "Since Linux 2.4 the flag has received bytes discarded, and not passed back in the buffer."),
				man("recv", 2, "Of datagrams it has the real length returned, even when that was longer than the buffer."),
				posix("recvmsg", "MSG_TRUNC is set in the flags that come back when normal data was truncated. A receive is not given it."),
			},
			Notes: []Note{
				{"Linux", "With MSG_PEEK besides it returns the number alone, and leaves the bytes."},
				{"gVisor netstack", "Its streams do not know the flag, and return the bytes: to throw them away is left to gVisor's kernel."},
			},
		},
		{
			ID:      "flag.nosignal",
			Says:    "MSG_NOSIGNAL has a send raise no SIGPIPE, and leaves its error: EPIPE.",
			SaysZH:  "MSG_NOSIGNAL 使发送不产生 SIGPIPE，错误 EPIPE 仍会返回。",
			Verdict: Holds,
			Level:   Shall,
			Clauses: []Clause{
				posix("send", "MSG_NOSIGNAL requests not to send SIGPIPE when the stream is no longer connected. [EPIPE] is returned still."),
				posixSockets(14, "Signals", "A send on a socket that is no longer connected raises SIGPIPE, but not with MSG_NOSIGNAL."),
			},
			Notes: []Note{
				{"macOS", "SO_NOSIGPIPE, an option of the socket, has been there for longer than the flag. (Read, not run.)"},
				{"CPython", "The interpreter ignores SIGPIPE, and so needs no flag. Go's runtime has it do nothing on sockets."},
			},
		},
		{
			ID:      "flag.oob-needs-blocking",
			Says:    "A receive with MSG_OOB returns the urgent data that has come, whatever the time limit.",
			SaysZH:  "带 MSG_OOB 的接收会返回已到的紧急数据，不论套接字的时限如何。",
			Verdict: HoldsIf,
			Level:   Observed,
			Truth:   "The system's own call does; a runtime that has time limits by readiness may wait first for the socket to be readable, which urgent data does not make it, and time out.",
			TruthZH: "系统调用本身如此；但以就绪状态实现时限的运行时可能先等套接字可读，而紧急数据不会使其可读，于是超时。",
			Clauses: []Clause{
				posix("recv", "MSG_OOB requests out-of-band data. To a socket without any it is [EINVAL], and a protocol may have no such data: [EOPNOTSUPP]."),
				posix("poll", "POLLIN is of data other than high-priority data."),
				python("Notes on socket timeouts", "socket.html#notes-on-socket-timeouts", "With a timeout the socket is in non-blocking mode, and a call that cannot complete within it fails."),
			},
			Notes: []Note{
				{"CPython", "With a timeout other than 0 recv waits for POLLIN before the call, and times out; without one, and with 0, it returns the urgent byte."},
				{"gVisor netstack", "It has no urgent data: EOPNOTSUPP."},
			},
		},
	},
}
