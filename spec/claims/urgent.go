package claims

var urgent = Chapter{
	Name:     "urgent",
	Folder:   "beyond/urgent",
	Sections: []string{"line", "mark", "inline", "ready", "owner", "wire"},
	Title:    "Urgent data, which is neither urgent nor out of band",
	TitleZH:  "紧急数据：既不紧急，也不在带外",
	Claims: []Claim{
		{
			ID:      "urgent.out-of-line",
			Says:    "A byte that is sent with MSG_OOB is kept apart from the stream, and received with MSG_OOB.",
			SaysZH:  "用 MSG_OOB 发送的一个字节，与数据流分开存放，用 MSG_OOB 接收。",
			Verdict: Holds,
			Level:   Shall,
			Clauses: []Clause{
				posixSockets(12, "Socket Out-of-Band Data State", "Out-of-band data that is not left in line is kept apart, with a mark in the receive queue where it was."),
				posixSockets(16, "Use of Options", "SO_OOBINLINE leaves out-of-band data in line. It is off at first."),
				posix("recv", "MSG_OOB asks for out-of-band data; what that is, depends on the protocol."),
			},
			Notes: []Note{
				{"gVisor netstack", "It has no urgent data: MSG_OOB is EOPNOTSUPP. RFC 9293 demands it of every TCP (3.8.5, MUST-30)."},
				{"gVisor", "Its kernel takes MSG_OOB all the same, and does nothing with it: the byte is sent and received as an ordinary one."},
				{"CPython", "recv with MSG_OOB and a timeout waits for ordinary data first, and times out where there is none; a blocking socket returns the byte."},
				{"package net", "It has no flags, and so no urgent data."},
			},
		},
		{
			ID:      "urgent.last-byte",
			Says:    "Of several bytes that are sent with MSG_OOB the last alone is urgent.",
			SaysZH:  "用 MSG_OOB 一次发送多个字节时，只有最后一个是紧急数据。",
			Verdict: HoldsIf,
			Level:   Observed,
			Truth:   "So it is in most systems, which keep one byte out of line. To TCP urgent data may be of any length.",
			TruthZH: "多数系统如此，它们只把一个字节放在带外；按 TCP 的规定，紧急数据可以是任意长度。",
			Clauses: []Clause{
				rfc(9293, "3.8.5", "TCP supports urgent data of any length (MUST-31). The urgent pointer says where it ends."),
				rfc(6093, "3.3", "Implementations keep one byte out of line, the one that the pointer is about."),
				man("tcp", 7, "Urgent data is one byte: of a longer message that is sent with MSG_OOB the last is it."),
			},
		},
		{
			ID:      "urgent.one-at-a-time",
			Says:    "There is one urgent byte at a time: a second takes the place of the first.",
			SaysZH:  "同一时刻只有一个紧急字节：第二个会取代第一个。",
			Verdict: Holds,
			Level:   Observed,
			Clauses: []Clause{
				rfc(9293, "3.8.5", "The urgent pointer advances when more is sent, and the receiver is told of that (MUST-32)."),
				rfc(6093, "3.3", "If urgent data comes before the earlier was read, the earlier may be lost or become ordinary."),
			},
			Notes: []Note{
				{"Linux", "The first becomes ordinary data, in its place."},
				{"BSD", "The first is lost. (Reported.)"},
			},
		},
		{
			ID:      "urgent.none",
			Says:    "Recv with MSG_OOB is an error where no urgent byte is, and does not wait for one.",
			SaysZH:  "没有紧急字节时，带 MSG_OOB 的 recv 报错，并不等待。",
			Verdict: Holds,
			Level:   Shall,
			Clauses: []Clause{
				posix("recv", "[EINVAL]: MSG_OOB is set, and no out-of-band data is available. [EOPNOTSUPP]: the flags are not supported for this type or protocol."),
			},
			Notes: []Note{
				{"Linux", "An urgent byte that is announced, and has not come, is EAGAIN."},
			},
		},
		{
			ID:      "urgent.mark",
			Says:    "A receive does not go past the place where urgent data was sent, and sockatmark tells when it has come there.",
			SaysZH:  "接收不会越过发送紧急数据的位置；到达该位置时，sockatmark 会告知。",
			Verdict: Holds,
			Level:   Shall,
			Clauses: []Clause{
				posixSockets(12, "Socket Out-of-Band Data State", "The mark divides the receive queue: a receive returns what is before it or what is behind it, and not both."),
				posix("sockatmark", "It returns 1 when all data before the mark was read and the mark is the first element of the queue, and leaves the mark; otherwise 0."),
			},
			Notes: []Note{
				{"Windows", "SIOCATMARK is also true where there is no urgent data. (Reported.)"},
			},
		},
		{
			ID:      "urgent.inline",
			Says:    "With SO_OOBINLINE urgent data is in the stream, where it was sent, and MSG_OOB is an error.",
			SaysZH:  "设置 SO_OOBINLINE 后，紧急数据就在数据流中它被发送的位置，而 MSG_OOB 会报错。",
			Verdict: Holds,
			Level:   Shall,
			Clauses: []Clause{
				posixSockets(16, "Use of Options", "SO_OOBINLINE leaves out-of-band data in line. It is off at first."),
				posix("recv", "[EINVAL]: MSG_OOB is set, and no out-of-band data is available."),
				rfc(6093, "6", "Programs that use urgent data set SO_OOBINLINE, and so have it in line."),
			},
		},
		{
			ID:      "urgent.ready",
			Says:    "Urgent data makes a socket exceptional, and not readable.",
			SaysZH:  "紧急数据使套接字处于“异常”，而不是可读。",
			Verdict: Holds,
			Level:   Shall,
			Clauses: []Clause{
				posix("select", "An exceptional condition is pending if a receive with MSG_OOB would return out-of-band data without waiting, or if a mark is in the receive queue. A socket is ready for reading if a receive without MSG_OOB would not wait."),
				posix("poll", "POLLPRI: data of high priority may be read. POLLIN: other data may be."),
				posix("fcntl", "F_SETOWN sets the process that is sent SIGURG when out-of-band data is available, and F_GETOWN tells it."),
			},
			Notes: []Note{
				{"Linux", "Once the byte was received it is no condition any more, although the mark is there."},
			},
		},
		{
			ID:      "urgent.not-urgent",
			Says:    "Urgent data arrives before what was sent earlier.",
			SaysZH:  "紧急数据先于之前发送的数据到达。",
			Verdict: Refuted,
			Level:   Shall,
			Truth:   "It is a byte of the stream, sent in its turn; what overtakes is the news that there is one, and programs should not use it.",
			TruthZH: "它是数据流中的一个字节，按次序发送；先到的只是“有紧急数据”这一消息。程序不应使用它。",
			Clauses: []Clause{
				rfc(9293, "3.8.5", "The urgent pointer designates a point in the data stream as the end of urgent information; the data up to it is in the stream. New applications should not use it (SHLD-13)."),
				rfc(6093, "2.1", "The mechanism is no out-of-band data, whatever the sockets interface calls it: the stream is read up to the pointer."),
				rfc(6093, "5", "New applications should not use the urgent mechanism."),
			},
			Notes: []Note{
				{"Linux", "If the segment with the byte overtakes others, MSG_OOB returns the byte before they have come."},
			},
		},
	},
}
