package claims

import "slices"

// What passes on the wire is a file of its own: it has a list of sections and one of
// claims, which go behind these.
var options = Chapter{
	Name:     "options",
	Folder:   "beyond/options",
	Sections: slices.Concat(optionSections, optionWireSections),
	Title:    "Options: who has them, and what they make wait",
	TitleZH:  "套接字选项：属于谁，让谁等待",
	Claims:   slices.Concat(optionClaims, optionWireClaims),
}

var optionSections = []string{"inherited", "description", "tells", "unknown", "own", "linger", "lowat", "timeo", "defaults"}

var optionClaims = []Claim{
	{
		ID:      "option.inherited",
		Says:    "An accepted socket takes over the options of its listener.",
		SaysZH:  "accept 得到的套接字继承监听套接字的选项。",
		Verdict: HoldsIf,
		Level:   Observed,
		Truth:   "Systems copy what they like, and POSIX says nothing of it: a program sets what it needs on each socket that it accepts.",
		TruthZH: "继承哪些由系统决定，POSIX 没有规定：程序应当在每个 accept 得到的套接字上设置它需要的选项。",
		Clauses: []Clause{
			posix("accept", "The new socket has the type, the protocol and the address family of the listener. Of options it says nothing."),
			posix("accept", "FD_CLOEXEC of the new descriptor is clear. Whether O_NONBLOCK is set is not fixed for accept(); with accept4() both are what its flags say."),
			posixSockets(16, "Use of Options", "An option is set on a socket. Nothing is said of sockets that come of it."),
			man("accept", 2, "On Linux the new socket does not inherit file status flags such as O_NONBLOCK, unlike in BSD; portable programs rely on neither."),
		},
		Notes: []Note{
			{"Linux", "The options, the sizes of buffers and the time limits come with it, as they are when the client comes and not when it is accepted. O_NONBLOCK does not."},
			{"gVisor netstack", "Of those that it has none comes with it."},
			{"package net", "Turns TCP_NODELAY and SO_KEEPALIVE on, whatever the listener has. Its listener is one of Multipath TCP, from which the time limits and SO_RCVLOWAT do not come, and whose connections with others say TCP for their protocol."},
			{"FreeBSD", "O_NONBLOCK is reported to come with it."},
		},
	},
	{
		ID:      "option.of-the-description",
		Says:    "Options and O_NONBLOCK belong to the socket and not to a descriptor of it: duplicates and other processes have them in common.",
		SaysZH:  "选项和 O_NONBLOCK 属于套接字，而不属于某个描述符：复制出的描述符和其他进程共用它们。",
		Verdict: Holds,
		Level:   Shall,
		Clauses: []Clause{
			posix("setsockopt", "It sets an option of the socket that the descriptor refers to."),
			posix("dup", "It makes another descriptor that refers to the same open file description, and shares whatever is of that."),
			posix("fcntl", "F_SETFL sets the file status flags of the open file description; O_NONBLOCK is one of them."),
			posix("fork", "Each descriptor of the child refers to the same open file description as the parent's."),
		},
		Notes: []Note{
			{"Linux", "The time limits are in common too, and the pending error."},
			{"package net", "To make a duplicate turns TCP_NODELAY and SO_KEEPALIVE on, for all descriptors of the socket."},
		},
	},
	{
		ID:      "option.tells",
		Says:    "SO_TYPE, SO_DOMAIN, SO_PROTOCOL, SO_ACCEPTCONN and SO_ERROR tell something of the socket, and cannot be set.",
		SaysZH:  "SO_TYPE、SO_DOMAIN、SO_PROTOCOL、SO_ACCEPTCONN 和 SO_ERROR 只用来查询套接字的情况，不能设置。",
		Verdict: Holds,
		Level:   Shall,
		Clauses: []Clause{
			posixSockets(16, "Use of Options", "Each of the five is used with getsockopt() only. SO_TYPE tells the type, SO_DOMAIN the family, SO_PROTOCOL the protocol, SO_ACCEPTCONN whether the socket listens, and SO_ERROR the pending error, which is cleared."),
			posix("setsockopt", "[ENOPROTOOPT] is the error of an option that the protocol does not support, [EINVAL] of one that is invalid at the level."),
		},
		Notes: []Note{
			{"Linux", "To set one fails with ENOPROTOOPT."},
			{"macOS, NetBSD", "SO_DOMAIN and SO_PROTOCOL, which came into POSIX in 2024, are not there. (Read, not run.)"},
		},
	},
	{
		ID:      "option.unknown",
		Says:    "An option that the system or the protocol does not have can be neither set nor read.",
		SaysZH:  "系统或协议没有的选项，既不能设置，也不能读取。",
		Verdict: Holds,
		Level:   Shall,
		Clauses: []Clause{
			posix("setsockopt", "It shall fail with [ENOPROTOOPT] if the option is not supported by the protocol, and with [EINVAL] if it is invalid at the level."),
			posix("getsockopt", "It shall fail with [ENOPROTOOPT] if the option is not supported by the protocol, and with [EINVAL] if it is invalid at the level."),
			posixSockets(16, "Use of Options", "Whether SO_SNDLOWAT can be set is up to the implementation."),
		},
		Notes: []Note{
			{"Linux", "ENOPROTOOPT; EOPNOTSUPP to read at a level that is no protocol's, and for an option of TCP on a Unix socket. SO_SNDLOWAT is 1 and cannot be set."},
			{"gVisor", "Its kernel sets what it does not know, and what only tells, without an error and without effect."},
		},
	},
	{
		ID:      "option.linger-waits",
		Says:    "With SO_LINGER on, close waits until all is sent or the time is over, also if the socket does not block.",
		SaysZH:  "打开 SO_LINGER 后，close 会等到数据全部发出或时限已过，非阻塞套接字也是如此。",
		Verdict: Holds,
		Level:   Shall,
		Clauses: []Clause{
			posix("close", "If data is not transmitted yet, and SO_LINGER is set with a time other than zero, it blocks for up to that time until all is."),
			posixSockets(16, "Use of Options", "Without SO_LINGER the system handles close() so that the process can go on as quickly as possible. The time is in seconds."),
		},
		Notes: []Note{
			{"Linux", "close returns success when the time is over, and goes on sending."},
			{"gVisor netstack", "Its endpoint does not wait: that is left to gVisor's kernel."},
			{"gVisor", "Its kernel waits until both sides have closed, or for the whole time."},
			{"FreeBSD", "close of a socket with O_NONBLOCK was reported not to wait, and one whose time is over to fail with EWOULDBLOCK."},
		},
	},
	{
		ID:      "option.linger-listener",
		Says:    "SO_LINGER does not make the close of a listener wait, and saves no client in its queue.",
		SaysZH:  "SO_LINGER 不会让监听套接字的 close 等待，也不会保住队列中的客户端。",
		Verdict: Holds,
		Level:   Shall,
		Clauses: []Clause{
			posix("close", "It blocks for a socket that has untransmitted data. A listener has none."),
			posix("close", "It has the socket destroyed, and with it the queue of connections that nobody has accepted."),
		},
		Notes: []Note{
			{"Linux", "Clients in the queue are reset, with either time."},
		},
	},
	{
		ID:      "option.rcvlowat",
		Says:    "recv waits for as many bytes as SO_RCVLOWAT says.",
		SaysZH:  "recv 会等到收齐 SO_RCVLOWAT 所要求的字节数。",
		Verdict: HoldsIf,
		Level:   Should,
		Truth:   "Where the option can be set, a recv on a stream that may wait waits for so many bytes, or for what was asked for if that is less, or for the end of the stream or an error; one that may not wait may return less.",
		TruthZH: "在可以设置此选项的系统上，阻塞的流式 recv 会等到这么多字节，或等到所要求的字节数（若更少），或等到流结束或出错；非阻塞的 recv 可以返回更少。",
		Clauses: []Clause{
			posixSockets(16, "Use of Options", "Whether SO_RCVLOWAT can be set is up to the implementation; it is 1 at first. Receives that block normally wait for so many bytes, or for what was asked for if that is less. They may return less if an error occurs, a signal is caught, or what is next in the queue is of another kind."),
			posix("recv", "Of sockets for messages, a whole message is received by one call."),
		},
		Notes: []Note{
			{"Linux", "poll is silent below the mark, and a recv that may not wait returns what there is. A recv that has found 3 of 5 bytes is not woken by the other 2: only 5 more, or the end, wake it. Package sockets waits until the 5 are there."},
			{"gVisor netstack", "The option is one of its endpoints, which take it for readiness alone. It is not offered here."},
			{"gVisor", "Its kernel takes the mark, and does not heed it."},
			{"Windows", "It has the option, and refuses to set it. (Read, not run.)"},
		},
	},
	{
		ID:      "option.timeo",
		Says:    "A call that has waited as long as SO_RCVTIMEO or SO_SNDTIMEO says returns what it has done by then, or EAGAIN if that is nothing.",
		SaysZH:  "等待时间达到 SO_RCVTIMEO 或 SO_SNDTIMEO 的调用，返回已完成的部分；若什么也没完成，则失败并返回 EAGAIN。",
		Verdict: HoldsIf,
		Level:   Shall,
		Truth:   "It does where the option can be set, and of sends and receives; of accept and connect POSIX does not say it.",
		TruthZH: "在可以设置这两个选项的系统上，发送和接收如此；accept 和 connect 会怎样，POSIX 没有规定。",
		Clauses: []Clause{
			posixSockets(16, "Use of Options", "Whether SO_RCVTIMEO and SO_SNDTIMEO can be set is up to the implementation."),
			posixSockets(16, "Use of Options", "SO_RCVTIMEO: a receive that has blocked for that time without receiving returns with a partial count, or with [EAGAIN] or [EWOULDBLOCK] if nothing was received. 0, which it is at first, is no limit."),
			posixSockets(16, "Use of Options", "SO_SNDTIMEO: a send that has blocked for that time returns with a partial count, or with [EAGAIN] or [EWOULDBLOCK] if nothing was sent. 0, which it is at first, is no limit."),
		},
		Notes: []Note{
			{"Linux", "SO_RCVTIMEO is the limit of accept too, and SO_SNDTIMEO that of connect, which fails with EINPROGRESS and goes on. Times are rounded up to ticks."},
			{"package net", "Its listener is one of Multipath TCP, whose accept waits on when SO_RCVTIMEO is over."},
			{"CPython", "settimeout is another thing: it makes the descriptor non-blocking, to which these options mean nothing. So do package net and package sockets."},
		},
	},
}
