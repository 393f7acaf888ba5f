package claims

var vectors = Chapter{
	Name:     "vectors",
	Folder:   "beyond/vectors",
	Sections: []string{"stream", "datagrams", "many"},
	Title:    "Several buffers in one call",
	TitleZH:  "一次调用，多个缓冲区",
	Claims: []Claim{
		{
			ID:      "vector.stream",
			Says:    "Several buffers are sent, and filled, in their order, as if they were one.",
			SaysZH:  "多个缓冲区按顺序发送、按顺序填充，如同一个缓冲区。",
			Verdict: Holds,
			Level:   Shall,
			Clauses: []Clause{
				posix("writev", "The data is gathered from the buffers in their order, each written whole before the next."),
				posix("readv", "The data is scattered into the buffers in their order, each filled before the next."),
				posix("recvmsg", "The buffers that msg_iov points to are filled in turn; the result is how many bytes came."),
			},
		},
		{
			ID:      "vector.one-datagram",
			Says:    "The buffers of one call are one datagram, and one datagram is all that a call receives.",
			SaysZH:  "一次调用的多个缓冲区是一个数据报；一次调用也只接收一个数据报。",
			Verdict: Holds,
			Level:   Shall,
			Clauses: []Clause{
				posix("sendmsg", "It sends a message, whose data is in the buffers. [EMSGSIZE]: the message is too large to be sent all at once."),
				posix("recvmsg", "Of message-based sockets a whole message is received by one call."),
			},
		},
		{
			ID:      "vector.trunc",
			Says:    "That a datagram did not fit is told by recvmsg: MSG_TRUNC is in the flags that come back.",
			SaysZH:  "数据报放不下时，recvmsg 会告知：返回的标志里有 MSG_TRUNC。",
			Verdict: Holds,
			Level:   Shall,
			Clauses: []Clause{
				posix("recvmsg", "If a message is too long for the buffers, and MSG_PEEK is not set, the excess bytes are discarded, and MSG_TRUNC is set in msg_flags."),
			},
			Notes: []Note{
				{"Linux", "It is set when peeking too, where nothing is discarded."},
				{"Windows", "A datagram that does not fit is the error WSAEMSGSIZE, and no flag comes back."},
				{"package net", "UDPConn.ReadMsgUDP returns the flags, for one buffer."},
			},
		},
		{
			ID:      "vector.empty",
			Says:    "Without any buffer an empty datagram is sent.",
			SaysZH:  "一个缓冲区也没有时，发送的是空数据报。",
			Verdict: HoldsIf,
			Level:   May,
			Truth:   "It is, or the call fails with EMSGSIZE: POSIX has both. Buffers that hold nothing are an empty datagram everywhere.",
			TruthZH: "要么如此，要么以 EMSGSIZE 失败：POSIX 两者都有。而内容为空的缓冲区，在哪里都是空数据报。",
			Clauses: []Clause{
				posix("sendmsg", "The buffers are zero or more. [EMSGSIZE]: the number of buffers is less than or equal to 0."),
				posix("recvmsg", "[EMSGSIZE]: the number of buffers is less than or equal to 0."),
			},
			Notes: []Note{
				{"Linux", "An empty datagram is sent. A receive without a buffer takes a datagram, cuts it to nothing and says MSG_TRUNC."},
			},
		},
		{
			ID:      "vector.limit",
			Says:    "More buffers than IOV_MAX are refused with EMSGSIZE, and nothing is sent.",
			SaysZH:  "缓冲区超过 IOV_MAX 个时，以 EMSGSIZE 拒绝，一个字节也不发送。",
			Verdict: HoldsIf,
			Level:   Shall,
			Truth:   "Where there is such a limit: it is at least 16, mostly 1024, and a system need not have one.",
			TruthZH: "前提是存在这个上限：至少 16，通常是 1024，系统也可以没有。",
			Clauses: []Clause{
				posix("sendmsg", "[EMSGSIZE]: the number of buffers is greater than {IOV_MAX}."),
				posix("writev", "[EINVAL]: the number of buffers is less than or equal to 0, or greater than {IOV_MAX}."),
			},
			Notes: []Note{
				{"Linux", "1024 are taken, and 1025 are not."},
				{"gVisor netstack", "The stack has no limit: it is its kernel that does."},
			},
		},
	},
}
