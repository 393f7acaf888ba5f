package claims

var datagrams = Chapter{
	Name:     "datagrams",
	Folder:   "beyond/datagrams",
	Sections: []string{"peer", "message", "names", "queue", "limit", "errors", "wire_icmp", "shared"},
	Title:    "Datagrams: peers, names, limits and errors",
	TitleZH:  "数据报：对端、地址、长度与错误",
	Claims: []Claim{
		{
			ID:      "datagram.sendto-connected",
			Says:    "sendto on a datagram socket that has a peer sends to whom it names.",
			SaysZH:  "在有对端的数据报套接字上调用 sendto，数据发往它所指定的地址。",
			Verdict: HoldsIf,
			Level:   May,
			Truth:   "It does so, or fails and says that the socket is connected: POSIX allows both. Either way the peer stays what it is.",
			TruthZH: "要么如此，要么失败并报告套接字已连接：POSIX 两者都允许。无论哪种，对端都不变。",
			Clauses: []Clause{
				posix("sendto", "Where a peer address has been set, the message goes to the address that is given instead, or the call fails with [EISCONN]."),
				posix("connect", "The peer address says where later sends go, and limits the remote sender for later receives."),
			},
			Notes: []Note{
				{"Linux", "It goes to whom it names; on gVisor's netstack too."},
				{"macOS", "Was reported to fail with EISCONN, as the BSDs do."},
				{"package net", "WriteTo fails on a UDPConn that has a peer (ErrWriteToConnected)."},
			},
		},
		{
			ID:      "datagram.disconnect",
			Says:    "Connect to no address takes a datagram socket's peer away: it hears everybody again, and has to be told where to send.",
			SaysZH:  "connect 到“无地址”会去掉数据报套接字的对端：它重新接收所有人的数据，发送时必须指明地址。",
			Verdict: Holds,
			Level:   Shall,
			Clauses: []Clause{
				posix("connect", "With an address of the family AF_UNSPEC the peer address is reset."),
				posix("getpeername", "[ENOTCONN] is the error of a socket that has no peer set."),
				posix("send", "[EDESTADDRREQ] is the error of a socket that is not connection-mode and has no peer address."),
			},
			Notes: []Note{
				{"Linux", "The socket gives up the port, and the address, that it was not bound to by name."},
				{"gVisor netstack", "The socket keeps the port that bind has chosen, and gives up what connect has."},
			},
		},
		{
			ID:      "datagram.implicit-bind",
			Says:    "A datagram socket that is not bound is bound by the first call that needs an address: connect gives it the one that it sends from.",
			SaysZH:  "没有绑定的数据报套接字，会被第一个需要地址的调用绑定；connect 绑定的是它发送时所用的地址。",
			Verdict: Holds,
			Level:   Shall,
			Clauses: []Clause{
				posix("connect", "A socket that is not bound yet is bound to an unused local address."),
				posix("bind", "[EINVAL] is the error of a socket that is bound already, where the protocol does not support binding to a new address."),
				man("udp", 7, "“Otherwise, the socket layer will automatically assign a free local port out of the range defined by /proc/sys/net/ipv4/ip_local_port_range and bind the socket to INADDR_ANY.”"),
			},
			Notes: []Note{
				{"Linux", "sendto binds to the unspecified address, and connect to the one that it sends from."},
			},
		},
		{
			ID:      "datagram.queued-stays",
			Says:    "What came before the socket had a peer is still received.",
			SaysZH:  "套接字有对端之前到达的数据，之后仍能收到。",
			Verdict: HoldsIf,
			Level:   May,
			Truth:   "What the peer itself has sent is; what others have sent may be lost, since the peer limits whom later receives hear.",
			TruthZH: "对端自己发来的能收到；别人发来的可能丢弃，因为对端限定了之后的接收听谁的。",
			Clauses: []Clause{
				posixSockets(11, "Socket Receive Queue", "The queue holds what was received until a receive call removes it."),
				posix("connect", "The peer address limits the remote sender for later receives."),
			},
			Notes: []Note{
				{"Linux", "All of it is received; on gVisor's netstack too."},
			},
		},
		{
			ID:      "datagram.limit",
			Says:    "A datagram of 65,507 bytes is the longest over IPv4; a longer one fails, and nothing of it is sent.",
			SaysZH:  "IPv4 上最长的数据报是 65507 字节；更长的会失败，一个字节也不发送。",
			Verdict: HoldsIf,
			Level:   Shall,
			Truth:   "None is longer; but a system may have a lower limit, and then fails in the same way above it.",
			TruthZH: "不会有更长的；但系统可以有更低的上限，超过时同样失败。",
			Clauses: []Clause{
				posix("send", "A message that is too long for the protocol fails, with [EMSGSIZE], and no data is transmitted."),
				oldRFC(791, "The length of a packet has 16 bits: 65,535 bytes, of which 20 are its own header. RFC 768 takes 8 more."),
				rfc(1122, "3.3.2", "Every host is able to reassemble packets of 576 bytes; there need be no more."),
			},
			Notes: []Note{
				{"Linux", "65,507 bytes are sent; on gVisor's netstack too."},
				{"macOS", "Was reported to send no more than 9,216 bytes unless it is told to (net.inet.udp.maxdgram)."},
			},
		},
		{
			ID:      "datagram.peek-sender",
			Says:    "To look at a datagram tells its sender, and leaves both to the next call.",
			SaysZH:  "窥看一个数据报会得知它的发送者，并把两者都留给下一次调用。",
			Verdict: Holds,
			Level:   Shall,
			Clauses: []Clause{
				posix("recvfrom", "With MSG_PEEK the data is treated as unread, and the next receive still returns it. The address of the sender is stored where one is asked for."),
				posixSockets(11, "Socket Receive Queue", "A datagram is a segment that includes its source address."),
			},
		},
		{
			ID:      "datagram.error-next-call",
			Says:    "That a datagram was refused is told by the next call, whichever that is, and once.",
			SaysZH:  "数据报被拒绝这件事由下一个调用告知，不论是哪个调用，而且只告知一次。",
			Verdict: Holds,
			Level:   Shall,
			Clauses: []Clause{
				posixSockets(10, "Pending Error", "A pending error is returned by a later send(), recv() or getsockopt(), and is then cleared."),
				posixSockets(15, "Asynchronous Errors", "[ECONNREFUSED] is for a datagram socket on which an attempt to deliver was forcefully rejected."),
				rfc(1122, "4.1.3.3", "“UDP MUST pass to the application layer all ICMP error messages that it receives from the IP layer.”"),
			},
			Notes: []Note{
				{"Linux", "The error comes before what was received earlier, and hides nothing of it."},
			},
		},
		{
			ID:      "datagram.shared-port",
			Says:    "Where sockets share a UDP port with SO_REUSEPORT, each datagram is received by exactly one of them.",
			SaysZH:  "几个套接字用 SO_REUSEPORT 共用一个 UDP 端口时，每个数据报恰好由其中一个收到。",
			Verdict: Holds,
			Level:   Observed,
			Clauses: []Clause{
				man("socket", 7, "SO_REUSEPORT lets several sockets be bound to one address, if each has set it before. Of datagrams it says that they can be spread better in this way than by several threads that receive from one socket."),
				posix("connect", "The peer address of a datagram socket limits the remote sender for later receives."),
			},
			Notes: []Note{
				{"Linux", "One that has the sender for its peer comes first; the others are chosen by a hash of the addresses."},
			},
		},
	},
}
