package claims

var connect = Chapter{
	Name:     "connect",
	Folder:   "beyond/connect",
	Sections: []string{"begins", "ended", "aborted", "where", "again"},
	Title:    "Connect, without waiting and otherwise",
	TitleZH:  "connect：不等待，以及其他情形",
	Claims: []Claim{
		{
			ID:      "connect.begins",
			Says:    "A connect that may not wait says EINPROGRESS, and the attempt goes on by itself.",
			SaysZH:  "不等待的 connect 报告 EINPROGRESS，连接的尝试自行继续。",
			Verdict: Holds,
			Level:   Shall,
			Clauses: []Clause{
				posix("connect", "If the connection cannot be made at once and O_NONBLOCK is set, connect fails with [EINPROGRESS]; the request is not aborted, and the connection is established asynchronously. A socket that is not bound is bound to an unused address."),
			},
			Notes: []Note{
				{"Linux", "Within a machine it says EINPROGRESS too, although the connection is made by then. A Unix socket is connected at once, or fails with EAGAIN if the queue is full."},
				{"Go", "package net cannot begin one: a Dialer returns a connection, or closes the socket."},
			},
		},
		{
			ID:      "connect.already",
			Says:    "While an attempt is under way, connect says EALREADY.",
			SaysZH:  "尝试正在进行时，connect 报告 EALREADY。",
			Verdict: Holds,
			Level:   Shall,
			Clauses: []Clause{
				posix("connect", "Calls for the same socket before the connection is established fail with [EALREADY]."),
			},
			Notes: []Note{
				{"Linux", "A connect that may wait waits for the attempt that is under way, instead of failing."},
			},
		},
		{
			ID:      "connect.asked-again",
			Says:    "When the connection is made, connect says once that it succeeded, and then EISCONN.",
			SaysZH:  "连接建成后，再调用 connect，第一次报告成功，之后报告 EISCONN。",
			Verdict: HoldsIf,
			Level:   Observed,
			Truth:   "That is Linux: by POSIX it says EISCONN from the first; what both have is that the second call says EISCONN, and that SO_ERROR of 0 tells of success too.",
			TruthZH: "那是 Linux 的做法：按 POSIX，第一次就报告 EISCONN；共同之处是第二次调用报告 EISCONN，而且 SO_ERROR 为 0 也说明成功。",
			Clauses: []Clause{
				posix("connect", "[EISCONN]: the socket is connection-mode and is already connected."),
			},
			Notes: []Note{
				{"gVisor netstack", "It succeeds once, as on Linux."},
			},
		},
		{
			ID:      "connect.tells",
			Says:    "The failure of an attempt is told once, by whichever call asks first: connect, send, recv or SO_ERROR.",
			SaysZH:  "尝试失败，只会告知一次，由最先询问的调用得到：connect、send、recv 或 SO_ERROR。",
			Verdict: HoldsIf,
			Level:   Shall,
			Truth:   "So it is with recv and SO_ERROR; send may say that there is no connection instead, and what a connect that comes after a failed one does, is unspecified.",
			TruthZH: "recv 和 SO_ERROR 确是如此；send 也可以改说没有连接，而失败之后再次 connect 会怎样，没有规定。",
			Clauses: []Clause{
				posixSockets(10, "Pending Error", "An error that comes from the network is kept with the socket; the next send, recv or SO_ERROR returns it, and it is cleared then."),
				posix("connect", "After a failure the state of the socket is unspecified."),
			},
			Notes: []Note{
				{"Linux", "All four tell it, and the others do not any more."},
				{"gVisor netstack", "SO_ERROR tells a refusal twice."},
			},
		},
		{
			ID:      "connect.after-refusal",
			Says:    "A socket that was refused may try again.",
			SaysZH:  "被拒绝过的套接字可以再试。",
			Verdict: HoldsIf,
			Level:   Observed,
			Truth:   "On Linux it may, and at once if connect itself has told of the refusal; otherwise one more call fails first. POSIX leaves the state of the socket unspecified: close it and make a new one.",
			TruthZH: "在 Linux 上可以，若由 connect 自己告知了拒绝，马上就行，否则要先失败一次。POSIX 对此时套接字的状态不作规定：应当关闭它，另建一个。",
			Clauses: []Clause{
				posix("connect", "If it fails, the state of the socket is unspecified; a program that conforms closes it, and makes a new one before it tries again."),
			},
			Notes: []Note{
				{"Linux", "After SO_ERROR or recv has told, one connect fails with ECONNABORTED."},
				{"gVisor netstack", "Never again: ECONNABORTED for good (google/gvisor issue 3828)."},
				{"NetBSD", "EINVAL, every time (7.99.34)."},
			},
		},
		{
			ID:      "connect.shutdown-aborts",
			Says:    "Shutdown ends an attempt to connect, as close does.",
			SaysZH:  "shutdown 会终止正在进行的连接尝试，close 也一样。",
			Verdict: HoldsIf,
			Level:   Observed,
			Truth:   "Close does: what answers later is reset. Shutdown may say that there is no connection yet, and leave the attempt alone.",
			TruthZH: "close 会：之后才到的应答会被重置。shutdown 则可以说连接尚未建立，而不去动那个尝试。",
			Clauses: []Clause{
				posix("shutdown", "[ENOTCONN]: the socket is not connected."),
				rfc(9293, "3.10.4", "CLOSE in SYN-SENT deletes the connection's record."),
				rfc(9293, "3.10.7.1", "A segment for a connection that does not exist is answered by a reset."),
			},
			Notes: []Note{
				{"Linux", "shutdown of any side succeeds, has ECONNRESET pending, and the socket may connect again."},
			},
		},
		{
			ID:      "connect.to-oneself",
			Says:    "A socket can connect to its own address.",
			SaysZH:  "套接字可以连接到它自己的地址。",
			Verdict: HoldsIf,
			Level:   Observed,
			Truth:   "On Linux and gVisor's netstack it can, and then receives what it sends; no clause speaks of it, but for two sides that open at the same time.",
			TruthZH: "在 Linux 和 gVisor 的 netstack 上可以，而且会收到自己发的内容；条文只讲到双方同时打开，没有讲到这种情形。",
			Clauses: []Clause{
				rfc(9293, "3.5", "Two sides may begin at the same time: each answers the other's SYN, and there is one connection."),
			},
			Notes: []Note{
				{"Go", "package net tries again when a dial has connected a socket to itself by chance."},
			},
		},
		{
			ID:      "connect.to-unspecified",
			Says:    "To connect to 0.0.0.0 is to connect to this host.",
			SaysZH:  "连接到 0.0.0.0，就是连接到本机。",
			Verdict: HoldsIf,
			Level:   Observed,
			Truth:   "On Linux, BSD-derived systems and gVisor's netstack it is; elsewhere it is an error. In a packet the address is never a destination.",
			TruthZH: "在 Linux、BSD 系和 gVisor 的 netstack 上是；在别处则是错误。它绝不会作为目的地址出现在报文里。",
			Clauses: []Clause{
				rfc(1122, "3.2.1.3", "(a) the address 0.0.0.0 must not be sent, but as a source while a host learns its own address."),
			},
			Notes: []Note{
				{"Windows", "WSAEADDRNOTAVAIL. (Reported.)"},
			},
		},
		{
			ID:      "connect.same-pair",
			Says:    "A second connection between the same two addresses is not made.",
			SaysZH:  "同样的两个地址之间，不会建立第二条连接。",
			Verdict: Holds,
			Level:   Shall,
			Clauses: []Clause{
				rfc(9293, "3.4.1", "A connection is named by the pair of its two sockets, each an address and a port."),
				rfc(9293, "3.10.1", "OPEN of a connection that exists is an error."),
				rfc(9293, "3.6.1", "TIME-WAIT may accept a SYN of the same pair (MAY-2), with an initial number that is larger than the largest of the connection before."),
				rfc(9293, "3.10.7.4", "In a state of a connection a SYN is answered by an ACK; where RFC 5961 is not followed, one in the window is answered by a reset."),
				posix("connect", "[EADDRINUSE] is the error for addresses that are already in use, [EADDRNOTAVAIL] for one that is not available."),
			},
			Notes: []Note{
				{"Linux", "bind allows it with SO_REUSEADDR, and connect then fails with EADDRNOTAVAIL."},
				{"Linux", "A SYN of the same pair is accepted in TIME-WAIT, as on gVisor netstack. In LAST-ACK both answer it with an ACK."},
			},
		},
	},
}
