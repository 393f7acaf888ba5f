package claims

// The options whose effect is seen on the wire.
var optionWireSections = []string{"wire_nodelay", "wire_keepalive", "wire_maxseg", "wire_abort"}

var optionWireClaims = []Claim{
	{
		ID:      "option.nodelay",
		Says:    "What send is given goes out at once.",
		SaysZH:  "交给 send 的数据会马上发出去。",
		Verdict: HoldsIf,
		Level:   Should,
		Truth:   "With TCP_NODELAY it does. Without it, a small piece of data waits while earlier data is not acknowledged; and the peer may delay that, often for 40 ms: so a program that writes twice and then reads is slow.",
		TruthZH: "设置了 TCP_NODELAY 才会。否则，只要先前的数据还没有被确认，少量数据就要等待；而对端可以推迟确认，往往是 40 毫秒：所以先写两次再读的程序会慢。",
		Clauses: []Clause{
			rfc(9293, "3.7.4", "TCP should gather small data while something is not acknowledged (Nagle's algorithm, SHLD-7), and a program can turn that off for a connection (MUST-17)."),
			rfc(9293, "3.8.6.3", "An acknowledgment may be delayed, by less than half a second (MUST-40)."),
		},
		Notes: []Note{
			{"Linux", "With TCP_CORK what does not fill a segment waits for more, for 200 ms at most, whatever TCP_NODELAY is."},
			{"Linux", "The peer delays its acknowledgment for 40 ms, once the two have talked in turn; on a new connection it does not."},
			{"gVisor netstack", "Nagle's algorithm is on, and acknowledgments are not delayed."},
			{"package net", "Sets TCP_NODELAY on every connection."},
		},
	},
	{
		ID:      "option.keepalive",
		Says:    "With SO_KEEPALIVE a connection learns at once that its peer has vanished.",
		SaysZH:  "设置 SO_KEEPALIVE 后，对端一消失，连接马上就知道。",
		Verdict: HoldsIf,
		Level:   May,
		Truth:   "It learns of it, but by default after two hours or more: the times have to be set too, by options that POSIX does not have.",
		TruthZH: "会知道，但默认要两小时以后：时间也要另外设置，而那些选项不在 POSIX 里。",
		Clauses: []Clause{
			posix("setsockopt", "SO_KEEPALIVE has messages sent from time to time, where the protocol has that. If they are not answered the connection is broken."),
			rfc(9293, "3.8.4", "A keep-alive is sent only where nothing has come for a time (MUST-26), which is two hours or more by default (MUST-28). That a single one is not answered means nothing (MUST-29)."),
			man("tcp", 7, "TCP_KEEPIDLE, TCP_KEEPINTVL and TCP_KEEPCNT set the times in seconds, and the number of probes, for one socket."),
		},
		Notes: []Note{
			{"Linux", "Was reported (tcp(7)): two hours, and then nine probes every 75 seconds."},
		},
	},
	{
		ID:      "option.maxseg",
		Says:    "TCP_MAXSEG bounds the segments of a connection, if it is set before connect.",
		SaysZH:  "在 connect 之前设置 TCP_MAXSEG，就限定了连接上报文段的长度。",
		Verdict: HoldsIf,
		Level:   Observed,
		Truth:   "It bounds those of the other side on Linux and gVisor's netstack, whose SYN tells that length, and one's own on Linux. No standard has the option; what TCP demands is that no segment is longer than the other side has told.",
		TruthZH: "在 Linux 和 gVisor 的 netstack 上，SYN 会告知这个长度，对端的报文段因此受限；Linux 上自己的报文段也受限。没有标准规定这个选项；TCP 要求的只是，报文段不得长于对方告知的长度。",
		Clauses: []Clause{
			rfc(9293, "3.7.1", "Each side tells in its SYN how long a segment it takes, and the other one sends none that is longer (MUST-16)."),
			man("tcp", 7, "TCP_MAXSEG is the maximum segment size of outgoing packets; set before a connection is made it also changes what is told to the other end."),
		},
	},
	{
		ID:      "option.linger-aborts",
		Says:    "Close with SO_LINGER on for 0 seconds sends a RST.",
		SaysZH:  "SO_LINGER 时间为 0 时，close 发送 RST。",
		Verdict: HoldsIf,
		Level:   Observed,
		Truth:   "It does in ESTABLISHED, FIN-WAIT-1, FIN-WAIT-2 and CLOSE-WAIT, behind all that was sent. Where there is no connection yet, or both streams have ended, it only forgets; and with another descriptor open it does nothing.",
		TruthZH: "在 ESTABLISHED、FIN-WAIT-1、FIN-WAIT-2 和 CLOSE-WAIT 状态下会发送，位置在已发送的数据之后。连接尚未建立，或两个方向都已结束时，只是丢掉状态；还有别的描述符打开时，什么也不做。",
		Clauses: []Clause{
			rfc(9293, "3.10.5", "ABORT sends a reset in SYN-RECEIVED, ESTABLISHED, FIN-WAIT-1, FIN-WAIT-2 and CLOSE-WAIT, and throws away what is queued to be sent. In SYN-SENT, CLOSING, LAST-ACK and TIME-WAIT it sends none. CLOSED follows in each."),
			rfc(9293, "3.10.7.4", "A reset that arrives in CLOSING or LAST-ACK: enter CLOSED."),
			posix("close", "It has the socket destroyed if the descriptor is the last. Of SO_LINGER it names the times other than 0; that 0 is TCP's ABORT is what systems make of it."),
		},
		Notes: []Note{
			{"Linux", "It leaves a TIME-WAIT as it is."},
		},
	},
}
