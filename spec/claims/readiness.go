package claims

// What select demands of sockets. The sentences of POSIX are paraphrased here.
const (
	readyToRead  = "A descriptor is ready for reading when a call for input that may block would not, whether or not it would transfer data: it may return data, the end, or an error."
	readyToWrite = "A descriptor is ready for writing when a call for output that may block would not, whether or not it would transfer data."
)

var readiness = Chapter{
	Name:   "readiness",
	Folder: "beyond/readiness",
	Sections: []string{
		"ready", "select", "data", "datagrams", "wakes", "end", "shut", "full", "reset", "listener", "connect", "asked",
	},
	Title:   "Readiness: what poll and select say",
	TitleZH: "就绪：poll 和 select 怎么说",
	Claims: []Claim{
		{
			ID:      "readiness.no-wait",
			Says:    "Ready means that the call will not wait, not that it succeeds.",
			SaysZH:  "就绪的意思是调用不会等待，而不是调用会成功。",
			Verdict: Holds,
			Level:   Shall,
			Clauses: []Clause{
				posix("select", readyToRead+" The same holds of writing and output."),
				posix("poll", "POLLIN and POLLOUT are of what may be read and written without blocking."),
			},
			Notes: []Note{
				{"BSD-derived systems", "A stream that was never connected was reported to be in no set of select, although its calls fail at once."},
			},
		},
		{
			ID:      "readiness.level",
			Says:    "The answer is the same until the state changes: asking takes nothing.",
			SaysZH:  "状态不变，答案就不变：询问不会取走任何东西。",
			Verdict: Holds,
			Level:   Shall,
			Clauses: []Clause{
				posix("poll", "It examines the descriptors, and says what can be done with them now; it has no effect on what it finds."),
				posixSockets(10, "Pending Error", "What clears a pending error is that a send, a recv or SO_ERROR returns it; poll is not among them."),
			},
			Notes: []Note{
				{"Linux", "epoll(7) with EPOLLET tells of changes instead; poll(2) and select(2) never do."},
			},
		},
		{
			ID:      "readiness.data",
			Says:    "Data makes a socket readable, and so does an empty datagram.",
			SaysZH:  "有数据到达，套接字就可读；收到一个空的数据报也一样。",
			Verdict: Holds,
			Level:   Shall,
			Clauses: []Clause{
				posix("poll", "POLLIN: data may be read without blocking."),
				posix("select", readyToRead),
			},
		},
		{
			ID:      "readiness.end",
			Says:    "The peer's end makes a socket readable, for good, and leaves it writable.",
			SaysZH:  "对方结束数据流之后，套接字从此一直可读，并且仍然可写。",
			Verdict: Holds,
			Level:   Shall,
			Clauses: []Clause{
				posix("select", "A call that would return the end-of-file indication makes a descriptor ready for reading."),
				rfc(9293, "3.6", "A side that has received a FIN may go on sending: the connection is half-closed."),
			},
			Notes: []Note{
				{"Linux", "POLLRDHUP says besides that the peer sends no more. POSIX does not have it."},
				{"Wine", "WSAPoll says HUP instead of IN, and package sockets makes IN of it. Windows was reported to say the same."},
			},
		},
		{
			ID:      "readiness.own-shutdown",
			Says:    "One's own SHUT_RD makes a socket readable, and one's own SHUT_WR makes it writable, also if its buffers are full.",
			SaysZH:  "自己做了 SHUT_RD，套接字就可读；自己做了 SHUT_WR，套接字就可写，缓冲区满了也一样。",
			Verdict: Holds,
			Level:   Shall,
			Clauses: []Clause{
				posix("select", readyToRead+" The same holds of writing: send fails at once."),
				posix("send", "[EPIPE] is the error of a socket that was shut down for writing."),
			},
		},
		{
			ID:      "readiness.full",
			Says:    "A sender whose buffers are full is not writable until there is room worth it.",
			SaysZH:  "发送方的缓冲区满了就不可写，直到腾出值得一写的空间。",
			Verdict: Holds,
			Level:   Shall,
			Clauses: []Clause{
				posix("select", readyToWrite+" What is sent is then as much as SO_SNDLOWAT."),
				posixSockets(16, "Use of Options", "SO_SNDLOWAT is the minimum number of bytes to process for output."),
			},
			Notes: []Note{
				{"Linux", "A third of the buffer has to be free: of 80,357 bytes under way the peer read 10,240 before the sender was writable, on a stream of Unix 71,680 of 95,232."},
			},
		},
		{
			ID:      "readiness.reset",
			Says:    "A reset makes a socket ready for everything, and it stays so.",
			SaysZH:  "连接被重置后，套接字对一切操作都就绪，而且一直如此。",
			Verdict: Holds,
			Level:   Shall,
			Clauses: []Clause{
				posix("select", readyToRead+" The same holds of writing."),
				posix("poll", "POLLERR: an error has occurred. POLLHUP: what was connected is disconnected."),
			},
			Notes: []Note{
				{"Linux", "IN, OUT, ERR and HUP; ERR is gone once the error was told."},
				{"gVisor netstack", "The same and PRI, also when the error was told."},
			},
		},
		{
			ID:      "readiness.hangup",
			Says:    "HUP says that both directions have ended.",
			SaysZH:  "HUP 表示两个方向都已结束。",
			Verdict: HoldsIf,
			Level:   Observed,
			Truth:   "It is never said of a socket that can still send; but some systems also say it of a stream that was never connected, and others do not when one has shut both sides down oneself.",
			TruthZH: "仍能发送的套接字不会报告 HUP；但有的系统对从未连接过的流也报告它，有的系统在自己关闭了两个方向之后却不报告。",
			Clauses: []Clause{
				posix("poll", "POLLHUP: the device has been disconnected. What that is with a socket, it does not say."),
				man("poll", 2, "“Note that when reading from a channel such as a pipe or a stream socket, this event merely indicates that the peer closed its end of the channel.”"),
			},
			Notes: []Note{
				{"Linux", "It is said of a stream before it is connected, beside OUT; of one of Unix whose peer has closed; and after one's own SHUT_RDWR."},
				{"gVisor netstack", "HUP alone before a stream is connected; none after one's own SHUT_RDWR."},
				{"Wine", "WSAPoll says it of the peer's end alone, beside OUT; package sockets leaves it out where there is no ERR."},
			},
		},
		{
			ID:      "readiness.hup-out",
			Says:    "Where there is HUP there is no OUT.",
			SaysZH:  "有 HUP 就没有 OUT。",
			Verdict: Refuted,
			Level:   Observed,
			Truth:   "POSIX has the two exclude each other; Linux says both of nearly everything that has hung up, so that a program has to look for HUP and ERR before it takes OUT for good news.",
			TruthZH: "按 POSIX，两者互斥；但在 Linux 上，几乎凡是挂断的套接字都会同时报告两者，所以程序应先看 HUP 和 ERR，再把 OUT 当作好消息。",
			Clauses: []Clause{
				posix("poll", "POLLHUP and POLLOUT are mutually exclusive: what has hung up can never be written to."),
			},
			Notes: []Note{
				{"Linux", "Both are said of a stream that was never connected, that has ended in both directions, or was reset."},
			},
		},
		{
			ID:      "readiness.listener",
			Says:    "A listener is readable when a client waits, and not otherwise.",
			SaysZH:  "有客户端在等待时，监听套接字可读，否则不可读。",
			Verdict: Holds,
			Level:   Shall,
			Clauses: []Clause{
				posix("select", "A socket that listens is readable if a connection request was received, and a call of accept will complete without blocking."),
				posix("poll", "A socket that listens is ready for reading once connections are available."),
				posix("accept", "Where a connection is there to be accepted, select says that the listener is ready for reading."),
			},
		},
		{
			ID:      "readiness.accept-elsewhere",
			Says:    "A readable listener's accept does not wait.",
			SaysZH:  "监听套接字既然可读，accept 就不会等待。",
			Verdict: Refuted,
			Level:   May,
			Truth:   "It was so when poll was asked: since then another process or thread may have accepted the client, or the client may have gone. A listener that is polled has to be non-blocking.",
			TruthZH: "那只是询问 poll 那一刻的情形：此后客户端可能被别的进程或线程接走，也可能已经离开。被轮询的监听套接字应设为非阻塞。",
			Clauses: []Clause{
				posix("select", "It says which descriptors are ready as it returns; it keeps nothing for its caller."),
				posix("accept", "[EAGAIN] or [EWOULDBLOCK]: with O_NONBLOCK set, no connection is there to be accepted. [ECONNABORTED]: one was, and was aborted."),
			},
		},
		{
			ID:      "readiness.connect",
			Says:    "A connect under way is writable when it has ended, well or not, and not before.",
			SaysZH:  "正在进行的 connect，一旦有了结果，无论成败，套接字就可写；在此之前不可写。",
			Verdict: Holds,
			Level:   Shall,
			Clauses: []Clause{
				posix("connect", "When a connection has been established asynchronously, select and poll say that the socket is ready for writing."),
				posix("select", "After a connect without waiting, a socket is writable when the attempt has succeeded, or has failed and left a pending error."),
			},
			Notes: []Note{
				{"Windows", "select says of a failure in its set for exceptions alone; WSAPoll did not say so at all before Windows 10, version 2004. (Reported.)"},
			},
		},
		{
			ID:      "readiness.refused",
			Says:    "A socket of UDP whose datagram was refused has ERR, and is writable.",
			SaysZH:  "UDP 套接字发出的数据报若被拒绝，会报告 ERR，并且可写。",
			Verdict: Holds,
			Level:   Observed,
			Clauses: []Clause{
				posix("select", readyToRead+" recv tells the error at once."),
				posixSockets(10, "Pending Error", "An error that comes from the network is kept, until a send, a recv or SO_ERROR returns it."),
				posix("poll", "POLLERR: an error has occurred."),
			},
			Notes: []Note{
				{"Linux", "poll says OUT and ERR, and not IN, although recv returns the error at once; select has it for reading and writing."},
			},
		},
		{
			ID:      "readiness.udp-shut",
			Says:    "What is readable can be received without waiting, also of datagrams after SHUT_RD.",
			SaysZH:  "可读的就能不等待地接收，数据报套接字在 SHUT_RD 之后也是如此。",
			Verdict: HoldsIf,
			Level:   Observed,
			Truth:   "A recv that may wait returns at once; on Linux one that may not wait fails with would-block all the same, so that a loop of poll and such a recv spins.",
			TruthZH: "允许等待的 recv 会立即返回；但在 Linux 上，不允许等待的 recv 照样报告“会阻塞”，于是 poll 加这种 recv 的循环会空转。",
			Clauses: []Clause{
				posix("shutdown", "SHUT_RD disables further receive operations. What recv returns then it does not say."),
				posix("select", readyToRead),
			},
			Notes: []Note{
				{"CPython", "A socket with a timeout is non-blocking underneath: recv polled 12,691 times in the second that it was given."},
			},
		},
		{
			ID:      "readiness.exceptional",
			Says:    "A pending error is an exceptional condition to select.",
			SaysZH:  "在 select 看来，待报告的错误是一种异常状况。",
			Verdict: Refuted,
			Level:   Observed,
			Truth:   "By POSIX it is; to Linux only urgent data is exceptional, and an error shows as readable and writable.",
			TruthZH: "按 POSIX 是的；但 Linux 只把紧急数据算作异常，错误表现为可读并且可写。",
			Clauses: []Clause{
				posix("select", "A socket with a pending error has an exceptional condition pending. What else is one depends on the protocol and the implementation."),
				man("select", 2, "The kernel makes the third set of POLLPRI alone, and those for reading and writing of POLLERR too."),
			},
			Notes: []Note{
				{"Windows", "A connect that has failed is in the third set, and in no other. (Reported.)"},
			},
		},
		{
			ID:      "readiness.unasked",
			Says:    "ERR, HUP and NVAL come without being asked for, and nothing else does.",
			SaysZH:  "ERR、HUP 和 NVAL 不问自来，别的都不会。",
			Verdict: Holds,
			Level:   Shall,
			Clauses: []Clause{
				posix("poll", "POLLHUP, POLLERR and POLLNVAL are set if the condition is true, whether asked for or not. A descriptor that is negative is passed over, and one that is not open has POLLNVAL."),
				man("poll", 2, "“This field may be specified as zero, in which case the only events that can be returned in revents are POLLHUP, POLLERR, and POLLNVAL”."),
			},
		},
		{
			ID:      "readiness.count-time",
			Says:    "poll counts sockets and select counts bits; neither cuts its time short.",
			SaysZH:  "poll 数的是套接字，select 数的是位；两者都不会提前结束等待。",
			Verdict: Holds,
			Level:   Shall,
			Clauses: []Clause{
				posix("poll", "It returns the number of descriptors for which something is said, and 0 when its time is over, which it waits at least; the time is rounded up."),
				posix("select", "It returns the number of bits that are set in all its sets."),
			},
		},
		{
			ID:      "readiness.closed-elsewhere",
			Says:    "A poll that waits says so when another thread closes the descriptor.",
			SaysZH:  "别的线程关闭了描述符，正在等待的 poll 会说出来。",
			Verdict: HoldsIf,
			Level:   Observed,
			Truth:   "Nothing says what it does: on Linux it waits on, and says NVAL once something else has woken it or its time is over.",
			TruthZH: "没有任何规定：在 Linux 上它继续等待，直到别的事情唤醒它或超时，才报告 NVAL。",
			Clauses: []Clause{
				posix("poll", "POLLNVAL is of a descriptor that is not open when poll examines it. Of one that is closed meanwhile it says nothing."),
				man("select", 2, "“If a file descriptor being monitored by select() is closed in another thread, the result is unspecified.”"),
			},
		},
	},
}
