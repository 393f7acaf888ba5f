package claims

var handshake = Chapter{
	Name:     "handshake",
	Folder:   "tutorial/handshake",
	Sections: []string{"handshake", "wire", "wire_ipv6", "wire_answer", "wire_lost"},
	Title:    "The handshake: three segments",
	TitleZH:  "三次握手：三个报文段",
	Claims: []Claim{
		{
			ID:      "handshake.syn",
			Says:    "connect sends a SYN and waits.",
			SaysZH:  "connect 发出 SYN，然后等待。",
			Verdict: Holds,
			Level:   Shall,
			Clauses: []Clause{
				rfc(9293, "3.10.1", "“if active and the remote socket is specified, issue a SYN segment.”"),
				posix("connect", "Without O_NONBLOCK, “connect() shall block for up to an unspecified timeout interval until the connection is established.”"),
			},
		},
		{
			ID:      "handshake.syn-ack",
			Says:    "The server answers with SYN and ACK.",
			SaysZH:  "服务器以 SYN 加 ACK 作答。",
			Verdict: Holds,
			Level:   Shall,
			Clauses: []Clause{
				rfc(9293, "3.5", "“TCP Peer B sends a SYN and acknowledges the SYN it received from TCP Peer A.”"),
				rfc(9293, "3.10.7.2", "In the LISTEN state the answer acknowledges the client's number plus one; no call of the user is involved."),
			},
		},
		{
			ID:      "handshake.connect-returns",
			Says:    "When this answer arrives, the client returns from connect and then sends an ACK.",
			SaysZH:  "应答到达后，客户端先从 connect 返回，再发送 ACK。",
			Verdict: HoldsIf,
			Level:   Shall,
			Truth:   "connect does return on the SYN-ACK, but the ACK is not the program's doing: the system sends it by itself, even when nobody is waiting in connect.",
			TruthZH: "connect 确实在收到 SYN-ACK 时返回，但 ACK 与程序无关：它由系统自行发送，哪怕没有人在等 connect 返回。",
			Clauses: []Clause{
				rfc(9293, "3.10.7.3", "“change the connection state to ESTABLISHED, form an ACK segment”, and send it."),
				posix("connect", "With O_NONBLOCK, “the connection shall be established asynchronously.”"),
			},
			Notes: []Note{
				{"Linux", "With the ACK held back on the wire, connect has returned and accept has not."},
				{"gVisor netstack", "The same was seen."},
			},
		},
		{
			ID:      "handshake.accept-returns",
			Says:    "When the ACK arrives, the server returns from accept.",
			SaysZH:  "ACK 到达时，服务器从 accept 返回。",
			Verdict: Holds,
			Level:   Shall,
			Clauses: []Clause{
				rfc(9293, "3.10.7.4", "In the SYN-RECEIVED state an acceptable ACK makes the connection “enter ESTABLISHED state”."),
				rfc(9293, "3.8.3", "A SYN that is lost is sent again: “SYN retransmissions MUST be handled in the general way just described for data retransmissions”."),
				posix("accept", "“accept() shall block until a connection is present.”"),
			},
			Notes: []Note{
				{"TCP Fast Open", "Where both sides have asked for it (RFC 7413), accept was reported to return before the ACK."},
			},
		},
		{
			ID:      "handshake.then-data",
			Says:    "Then the two ends send and receive.",
			SaysZH:  "随后两端开始收发数据。",
			Verdict: Holds,
			Level:   Shall,
			Clauses: []Clause{
				rfc(9293, "3.5", "Earlier data is lawful: it “is buffered at the receiver until the connection reaches the ESTABLISHED state”."),
				posixSockets(11, "Socket Receive Queue", "It “buffers data when it is received by the system until it is removed by a receive call.”"),
			},
		},
	},
}
