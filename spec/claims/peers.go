package claims

var peers = Chapter{
	Name:     "peers",
	Folder:   "beyond/peers",
	Sections: []string{"vanished", "ready", "rebooted", "zero_window", "icmp", "orphan"},
	Title:    "Peers that are not there any more",
	TitleZH:  "已经不在的对端",
	Claims: []Claim{
		{
			ID:      "peer.vanished",
			Says:    "A connection notices when its peer vanishes.",
			SaysZH:  "对端消失时，连接会察觉。",
			Verdict: HoldsIf,
			Level:   Shall,
			Truth:   "Who only receives never notices, unless keep-alive was asked for; who sends is told with ETIMEDOUT, after minutes of retransmissions, and until then send succeeds as long as there is room.",
			TruthZH: "只接收的一方永远不会察觉，除非要求了保活探测；发送的一方要在几分钟的重传之后才得到 ETIMEDOUT，在那之前，只要还有空间，send 都成功。",
			Clauses: []Clause{
				rfc(9293, "3.8.3", "Data that is not acknowledged is retransmitted; after a time, which should be 100 seconds or more, the connection is closed (SHLD-11). A program can set that time (MUST-21)."),
				rfc(9293, "3.8.4", "Keep-alives are sent only where the program asks for them: they are off by default (MUST-25)."),
				rfc(6298, "5.5", "Each time that the timer expires the timeout is doubled."),
				posix("recv", "[ETIMEDOUT] is a timeout of transmission on a connection that is active."),
				posix("connect", "[ETIMEDOUT] is an attempt that timed out before a connection was made."),
			},
			Notes: []Note{
				{"Linux", "tcp(7) says 13 to 30 minutes (tcp_retries2), and about 2 minutes for a SYN (tcp_syn_retries)."},
				{"gVisor netstack", "After 15 retransmissions, at 814 seconds, a connection fails; a connect after 131 seconds, which is less than RFC 9293 demands (3 minutes, MUST-23)."},
				{"NetBSD", "Sends its SYN again after 6 seconds (7.99.34)."},
			},
		},
		{
			ID:      "peer.rebooted",
			Says:    "A host that has rebooted answers what comes for an old connection with a reset.",
			SaysZH:  "重启过的主机，对发往旧连接的数据以重置作答。",
			Verdict: Holds,
			Level:   Shall,
			Clauses: []Clause{
				rfc(9293, "3.10.7.1", "Where there is no such connection, a segment that is no reset is answered with one. If it has an ACK, that is the number of the reset."),
				rfc(9293, "3.5.1", "A side that knows the connection answers a SYN with an ACK; the other side, which does not know it, resets it."),
				posix("recv", "[ECONNRESET] is a connection that the peer has closed by force."),
			},
		},
		{
			ID:      "peer.zero-window",
			Says:    "A peer that does not read closes its window; the sender stops, and asks from time to time whether it is open again.",
			SaysZH:  "对端不读，窗口就会关闭；发送方停下来，并不时询问窗口是否重新打开。",
			Verdict: Holds,
			Level:   Shall,
			Clauses: []Clause{
				rfc(9293, "3.8.6", "The window is what the receiver is ready to take."),
				rfc(9293, "3.8.6.1", "A closed window is probed (MUST-36), first after the retransmission timeout and then at growing intervals (SHLD-29, SHLD-30). It may stay closed for ever (MAY-8), and the connection stays as long as the probes are answered (MUST-37)."),
			},
			Notes: []Note{
				{"Linux", "A probe carries no data, and a number that was acknowledged before."},
				{"gVisor netstack", "A probe carries one byte."},
			},
		},
		{
			ID:      "peer.icmp-connect",
			Says:    "connect fails when an error of ICMP says that the peer cannot be reached.",
			SaysZH:  "ICMP 差错报告对端不可达时，connect 失败。",
			Verdict: HoldsIf,
			Level:   May,
			Truth:   "It may fail, with an error that tells why; or it sends its SYN again and succeeds, as the standard wants it for errors that may pass.",
			TruthZH: "可能失败，错误说明原因；也可能重发 SYN 而成功，标准对可能只是暂时的差错正是这样要求的。",
			Clauses: []Clause{
				rfc(9293, "3.9.2.2", "An unreachable network or host is a soft error, and does not abort the connection (MUST-56). An unreachable protocol or port is a hard one, and should (SHLD-26)."),
				rfc(5461, "4", "Many systems abort an attempt to connect by a soft error too. RFC 9293, 3.9.2.2, refers to this."),
				posix("connect", "[ENETUNREACH], [EHOSTUNREACH] and [ECONNREFUSED] are errors of connect."),
			},
			Notes: []Note{
				{"Linux", "All of them abort an attempt: ENETUNREACH, EHOSTUNREACH, ECONNREFUSED, and ENOPROTOOPT for a protocol; a time exceeded is EHOSTUNREACH."},
				{"gVisor netstack", "As Linux, but a time exceeded is not heeded."},
			},
		},
		{
			ID:      "peer.icmp-soft",
			Says:    "An error of ICMP that may pass does not end a connection that is made.",
			SaysZH:  "可能只是暂时的 ICMP 差错，不会结束已经建立的连接。",
			Verdict: Holds,
			Level:   Shall,
			Clauses: []Clause{
				rfc(9293, "3.9.2.2", "Unreachable networks and hosts, routes that have failed, times that are exceeded and wrong parameters are soft errors: they do not abort the connection (MUST-56), and the program should be told (SHLD-25). A source quench is not heeded (MUST-55)."),
				rfc(5927, "5.2", "Hard errors are better taken for soft ones too, once a connection is made: anybody may have sent them."),
			},
			Notes: []Note{
				{"Linux", "Hard errors do not end a connection either. SO_ERROR tells of none."},
				{"gVisor netstack", "Hard errors do not end a connection either. SO_ERROR tells of those that say unreachable, and of no others."},
			},
		},
		{
			ID:      "peer.orphan",
			Says:    "After close the system waits for the peer's FIN for as long as it takes.",
			SaysZH:  "close 之后，系统会一直等待对端的 FIN。",
			Verdict: HoldsIf,
			Level:   May,
			Truth:   "It does so where only the sending side was shut down. Of a socket that is closed many systems forget the connection after a time, often a minute, and answer later data with a reset: the specification sets no such limit, and the limit violates it.",
			TruthZH: "只关闭了发送方向时确实如此；套接字已关闭时，许多系统过一段时间（往往一分钟）就忘掉这个连接，之后到来的数据以重置作答：规范没有这样的时限，设时限违反规范。",
			Clauses: []Clause{
				rfc(9293, "3.6.1", "Who has half closed a connection goes on receiving. Data that comes for a closed socket should be answered with a reset (SHLD-3)."),
				rfc(9293, "3.10.7.4", "FIN-WAIT-2 ends with the peer's FIN; no time is set for it."),
				man("tcp", 7, "tcp_fin_timeout says how long to wait for a final FIN before a socket is closed by force; it violates the specification, and is needed against attacks."),
			},
			Notes: []Note{
				{"Linux", "60 seconds by default (tcp_fin_timeout)."},
				{"gVisor netstack", "60 seconds."},
			},
		},
	},
}
