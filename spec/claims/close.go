package claims

var closing = Chapter{
	Name:     "close",
	Folder:   "tutorial/close",
	Sections: []string{"active", "wire", "wire_states", "ends", "both", "unread", "wire_reset", "reference", "shutdown"},
	Title:    "Closing: four segments",
	TitleZH:  "四次挥手：四个报文段",
	Claims: []Claim{
		{
			ID:      "close.active-fin",
			Says:    "The side that closes first sends a FIN.",
			SaysZH:  "先关闭的一方发出 FIN。",
			Verdict: Holds,
			Level:   Shall,
			Clauses: []Clause{
				rfc(9293, "3.10.4", "“Queue this until all preceding SENDs have been segmentized, then form a FIN segment and send it. In any case, enter FIN-WAIT-1 state.”"),
			},
		},
		{
			ID:      "close.passive-ack",
			Says:    "The other side acknowledges it.",
			SaysZH:  "另一方对它作出确认。",
			Verdict: Holds,
			Level:   Shall,
			Clauses: []Clause{
				rfc(9293, "3.10.7.4", "A FIN that arrives: “send an acknowledgment for the FIN”, and “Enter the CLOSE-WAIT state.” No call of the user is involved."),
				posix("recv", "“If no messages are available to be received and the peer has performed an orderly shutdown, recv() shall return 0.”"),
			},
			Notes: []Note{
				{"Linux", "The ACK of a FIN may wait, for some 40 ms, for a FIN of this side to go along with."},
			},
		},
		{
			ID:      "close.passive-fin",
			Says:    "Later it closes as well, and sends a FIN of its own.",
			SaysZH:  "稍后它也关闭，同样发出一个 FIN。",
			Verdict: Holds,
			Level:   Shall,
			Clauses: []Clause{
				rfc(9293, "3.6", "“a TCP endpoint receiving a FIN will ACK but not send its own FIN until its user has CLOSED the connection also.”"),
				rfc(9293, "3.6.1", "“a host is permitted to continue sending data in the open direction on a half-closed connection.”"),
			},
		},
		{
			ID:      "close.final-ack",
			Says:    "The first side acknowledges this FIN.",
			SaysZH:  "先关闭的一方再确认这个 FIN。",
			Verdict: Holds,
			Level:   Shall,
			Clauses: []Clause{
				rfc(9293, "3.6", "“When the other TCP peer has both acknowledged the FIN and sent a FIN of its own, the first TCP peer can ACK this FIN.”"),
				rfc(9293, "3.6.1", "“When a connection is closed actively, it MUST linger in the TIME-WAIT state for a time 2xMSL (Maximum Segment Lifetime) (MUST-13).”"),
				rfc(9293, "3.10.7.4", "LAST-ACK: “If our FIN is now acknowledged, delete the TCB, enter the CLOSED state, and return.”"),
			},
		},
		{
			ID:      "close.ends-transfer",
			Says:    "When everything has been transferred, close ends the connection.",
			SaysZH:  "数据传完以后，用 close 结束这次连接。",
			Verdict: Holds,
			Level:   Shall,
			Clauses: []Clause{
				posix("close", "“shall deallocate the file descriptor indicated by fildes.”"),
				posix("recv", "[EBADF]: “The socket argument is not a valid file descriptor.”"),
				pySocket("close", "“Once that happens, all future operations on the socket object will fail.”"),
			},
			Notes: []Note{
				{"CPython", "A second close does nothing; every other call fails with EBADF. A call that is blocked in another thread stays blocked."},
				{"package sockets", "Every other call fails with net.ErrClosed, and a call that is blocked in another goroutine wakes with it."},
			},
		},
		{
			ID:      "close.four-or-three",
			Says:    "Closing takes four segments.",
			SaysZH:  "关闭连接要经过四个报文段。",
			Verdict: HoldsIf,
			Level:   May,
			Truth:   "It takes four when the passive side closes after its ACK has gone out; when it closes at once, ACK and FIN may share one segment, which makes three.",
			TruthZH: "被动方在 ACK 发出之后才关闭，就是四个；如果它马上关闭，ACK 与 FIN 可以合在一个报文段里，就只有三个。",
			Clauses: []Clause{
				rfc(9293, "3.6", "Figure 12, the normal sequence, has four segments; figure 13, where both sides close at once, has two FINs and two ACKs."),
				rfc(9293, "3.10.7.4", "In FIN-WAIT-1 a FIN may bring the ACK along: “If our FIN has been ACKed (perhaps in this segment), then enter TIME-WAIT”."),
			},
			Notes: []Note{
				{"Linux", "When the passive side closed at once there were three segments, in 20 runs of 20; when it closed after its ACK was seen on the wire, four."},
				{"gVisor netstack", "Four, whenever the passive side closed: it acknowledges a FIN as soon as that arrives."},
				{"NetBSD", "Four, when one close answered another (7.99.34)."},
			},
		},
		{
			ID:        "close.unread-resets",
			Amendment: true,
			Says:      "Closing always sends a FIN.",
			SaysZH:    "关闭连接时发出的总是 FIN。",
			Verdict:   Refuted,
			Level:     Should,
			Truth:     "With received data still unread close is to send a RST, which the peer gets as a connection reset: TCP advises it, and a system may send a FIN all the same; with SO_LINGER on and its time 0 close resets.",
			TruthZH:   "如果还有收到却没读的数据，close 应当发送 RST，对端会得到“连接被重置”的错误：这只是 TCP 的建议，系统也可以照样发送 FIN；打开 SO_LINGER 并把时间设为 0 时，close 会重置连接。",
			Clauses: []Clause{
				rfc(9293, "3.6.1", "If CLOSE comes while received data is pending, TCP “SHOULD send a RST to show that data was lost (SHLD-3).”"),
				rfc(1122, "4.2.2.13", "The same advice, in the older text: “SHOULD send a RST to show that data was lost.”"),
				rfc(9293, "3.10.5", "An abort sends a reset segment, and everything queued is flushed."),
				posix("close", "With SO_LINGER on and another time than 0 it blocks, for that long at the most, until what was sent is transmitted."),
			},
			Notes: []Note{
				{"Linux", "Both give the peer ECONNRESET."},
				{"gVisor netstack", "Its close does not wait for the time of SO_LINGER: gVisor's kernel does that."},
				{"NetBSD", "Its stack sends a FIN although data is unread (7.99.34). The peer reads the end, its next send succeeds, and after that recv fails with ECONNRESET."},
			},
		},
		{
			ID:        "close.last-reference",
			Amendment: true,
			Says:      "While another descriptor of the connection is open, here or in another process, close sends nothing; shutdown acts at once.",
			SaysZH:    "只要还有别的描述符指向同一个连接（无论在本进程还是别的进程），close 就什么也不发；shutdown 则立即生效。",
			Verdict:   Holds,
			Level:     Shall,
			Clauses: []Clause{
				posix("close", "“When all file descriptors associated with an open file description have been closed, the open file description shall be freed.”"),
				posix("fork", "Each descriptor of the child “shall refer to the same open file description with the corresponding file descriptor of the parent.”"),
				posix("shutdown", "It is the connection that is shut down: “all or part of a full-duplex connection on the socket associated with the file descriptor”."),
				pySocket("close", "It “does not necessarily close the connection immediately.”"),
			},
		},
		{
			ID:        "close.shutdown",
			Amendment: true,
			Says:      "Shutting down the write side shows the peer the end, and its replies still arrive; shutting down the read side ends one's own reading; one call can do both.",
			SaysZH:    "关闭写方向后，对端会读到结束，而它的回复仍能收到；关闭读方向后，自己不能再读；一次 shutdown 也可以把两个方向都关掉。",
			Verdict:   Holds,
			Level:     Shall,
			Clauses: []Clause{
				posix("shutdown", "SHUT_RD “Disables further receive operations.” SHUT_WR “Disables further send operations.” SHUT_RDWR “Disables further send and receive operations.”"),
				rfc(9293, "3.6", "“The user who CLOSEs may continue to RECEIVE until the TCP receiver is told that the remote peer has CLOSED also.”"),
			},
			Notes: []Note{
				{"Linux", "After SHUT_RD a recv is empty at once, but data that arrives later is still acknowledged, and recv returns it."},
				{"NetBSD", "After SHUT_RD a recv is empty, whether data came before or after (7.99.34)."},
				{"Windows", "Was reported to fail a recv after SHUT_RD, with WSAESHUTDOWN."},
			},
		},
	},
}
