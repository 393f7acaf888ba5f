package claims

var errors = Chapter{
	Name:     "errors",
	Folder:   "beyond/errors",
	Sections: []string{"pending", "waiting", "tcp", "sequences", "udp", "unix", "gone", "address", "socket"},
	Title:    "Errors: every call in every state",
	TitleZH:  "错误：每个状态下的每个调用",
	Claims: []Claim{
		{
			ID:      "errors.pending-once",
			Says:    "An error that comes from outside is told once, by whichever call asks first.",
			SaysZH:  "从外面来的错误只报告一次，谁先问就告诉谁。",
			Verdict: Holds,
			Level:   Shall,
			Clauses: []Clause{
				posixSockets(10, "Pending Error", "send(), recv() or getsockopt() returns it, “and the pending error is then cleared.” Of connect(), which tells of a refusal as well, nothing is said."),
				posixSockets(15, "Asynchronous Errors", "[ECONNREFUSED] becomes the pending error of a connection that was refused and of a datagram that nobody received, [ECONNRESET] that of a connection which the peer has aborted."),
			},
			Notes: []Note{
				{"gVisor", "SO_ERROR tells twice that a connect was refused, even if connect itself has told it."},
				{"BSD-derived systems", "send was reported to say EPIPE and to leave the reset for the next call."},
			},
		},
		{
			ID:      "errors.reset-hidden",
			Says:    "A connection that was reset makes recv fail.",
			SaysZH:  "连接被重置之后，recv 就会失败。",
			Verdict: HoldsIf,
			Level:   Shall,
			Truth:   "Once, and only if no other call has taken the error before; and a reset that comes behind the peer's FIN may never be told by recv.",
			TruthZH: "只失败一次，而且前提是没有别的调用先取走这个错误；跟在对方 FIN 之后的重置，recv 可能永远不提。",
			Clauses: []Clause{
				posix("recv", "[ECONNRESET]: “A connection was forcibly closed by a peer.”"),
				posixSockets(10, "Pending Error", "Whoever asks first is told, “and the pending error is then cleared.”"),
			},
			Notes: []Note{
				{"Linux", "Behind the peer's FIN recv stays empty, send says EPIPE, and SO_ERROR EPIPE too."},
				{"gVisor", "The same, but SO_ERROR says ECONNABORTED."},
			},
		},
		{
			ID:      "errors.after",
			Says:    "Once the error was told, send says EPIPE and recv is empty, for ever.",
			SaysZH:  "错误报告过之后，send 总是 EPIPE，recv 总是空的。",
			Verdict: HoldsIf,
			Level:   Shall,
			Truth:   "send does; of recv no standard says what it returns then: the end of the stream on Linux, and another error would be lawful.",
			TruthZH: "send 确实如此；recv 此后返回什么，没有标准规定：Linux 返回流的结尾，换成别的错误也不违规。",
			Clauses: []Clause{
				posix("send", "[EPIPE]: “The socket is shut down for writing, or the socket is connection-mode and is no longer connected.”"),
				posixSockets(14, "Signals", "A send on a socket that is no longer connected fails with [EPIPE], whether SIGPIPE is suppressed or not."),
				posix("recv", "[ENOTCONN] is the error of a connection-mode socket that is not connected, which would fit."),
			},
			Notes: []Note{
				{"Linux", "recv is empty from then on. After SO_ERROR has told of a refused connect, the next connect says ECONNABORTED, once."},
				{"gVisor", "The same; but a socket that was refused says ECONNABORTED to every later connect."},
			},
		},
		{
			ID:      "errors.fresh",
			Says:    "A fresh socket has the zero address, no peer, nothing to receive and nowhere to send.",
			SaysZH:  "刚创建的套接字，地址是零，没有对端，没有可收的，也无处可发。",
			Verdict: HoldsIf,
			Level:   Shall,
			Truth:   "All but the address: the name of a socket that is not bound is unspecified, and most systems say zero.",
			TruthZH: "除了地址都对：未绑定的套接字叫什么名字，标准不作规定，多数系统给出零。",
			Clauses: []Clause{
				posix("getsockname", "The address of a socket that has not been bound is unspecified."),
				posix("getpeername", "[ENOTCONN] is the error for a socket that has no peer."),
				posix("recv", "[ENOTCONN]: “A receive is attempted on a connection-mode socket that is not connected.”"),
				posix("send", "[ENOTCONN] is the error for a socket that is not connected, and [EPIPE] for one that is no longer."),
				posix("shutdown", "[ENOTCONN] is the error for a socket that is not connected."),
			},
			Notes: []Note{
				{"Linux", "send on a TCP socket says EPIPE. Of a Unix stream, recv says EINVAL and shutdown succeeds, which no clause allows."},
				{"Windows", "It says EINVAL when asked for the name of a socket that is not bound."},
			},
		},
		{
			ID:      "errors.listener",
			Says:    "A listener neither sends, receives, connects nor binds again.",
			SaysZH:  "监听套接字不能发，不能收，不能连接，也不能再次绑定。",
			Verdict: HoldsIf,
			Level:   Shall,
			Truth:   "It neither sends nor receives; whether it may connect is the system's choice, and whether it may be bound again is the protocol's.",
			TruthZH: "它确实不能收发；能否去连接由系统决定，能否再次绑定由协议决定。",
			Clauses: []Clause{
				posix("send", "[ENOTCONN] is the error for a socket that is not connected, and [EPIPE] for one that is no longer."),
				posix("recv", "[ENOTCONN]: “A receive is attempted on a connection-mode socket that is not connected.”"),
				posix("connect", "[EOPNOTSUPP], for a socket that listens, is an error that may be told, and not one that shall be."),
				posix("bind", "[EINVAL] is for a protocol that does not support binding to a new address."),
			},
			Notes: []Note{
				{"Linux", "connect says EISCONN. shutdown succeeds: of the reading side it ends the listening, of the writing side it does nothing."},
				{"gVisor", "connect says EINVAL."},
			},
		},
		{
			ID:      "errors.connecting",
			Says:    "While a connect is under way, the other calls wait, or say so.",
			SaysZH:  "connect 尚未完成时，其他调用要么等待，要么直说还没连上。",
			Verdict: Holds,
			Level:   Shall,
			Clauses: []Clause{
				posix("connect", "[EALREADY] is the error of another connect before the connection is made; and it is made although nobody waits for it."),
				posix("send", "Without a connection nothing is sent: [ENOTCONN], or [EAGAIN] where the call would wait for it."),
				posix("accept", "[EINVAL] is the error for a socket that is not accepting connections."),
			},
			Notes: []Note{
				{"Linux", "send and recv wait, and say EAGAIN if they may not. shutdown ends the attempt."},
			},
		},
		{
			ID:      "errors.connected",
			Says:    "A connected socket is not bound, connected or listened on again.",
			SaysZH:  "已经连上的套接字，不能再绑定、再连接、再监听。",
			Verdict: Holds,
			Level:   Shall,
			Clauses: []Clause{
				posix("bind", "[EINVAL] is the error for a socket that is bound, and [EISCONN] may be that for one that is connected."),
				posix("connect", "[EISCONN]: “The specified socket is connection-mode and is already connected.”"),
				posix("listen", "[EINVAL] is the error for a socket that is connected."),
			},
			Notes: []Note{
				{"Linux", "A shutdown that fails, as the socket is not connected, takes effect once it is; and what a listener accepts is shut down as the listener was."},
				{"gVisor", "The next shutdown makes up for one that failed. Data that nobody will receive has the connection aborted."},
				{"Linux", "A Unix stream that has no name may be bound although it is connected."},
			},
		},
		{
			ID:      "errors.names-after",
			Says:    "A connection that is gone keeps its own address and loses its peer's.",
			SaysZH:  "连接没了之后，自己的地址还在，对端的地址没了。",
			Verdict: HoldsIf,
			Level:   Shall,
			Truth:   "After a reset the peer's address is gone; after both ends have closed in order a system may still know it, and whether one's own remains is nowhere said.",
			TruthZH: "被重置之后，对端地址确实没了；双方正常关闭之后，系统也许还记得它；自己的地址是否保留，没有规定。",
			Clauses: []Clause{
				posix("getpeername", "[ENOTCONN] is the error for a socket that is not connected, and [EINVAL] for one that was shut down."),
				posix("getsockname", "[EINVAL] may be told of a socket that was shut down."),
			},
			Notes: []Note{
				{"gVisor", "It knows the peer's address in TIME-WAIT."},
				{"macOS", "After a reset getsockname was reported to fail with EINVAL."},
				{"Go", "Package net remembers both addresses as long as the connection is not closed."},
			},
		},
		{
			ID:      "errors.no-destination",
			Says:    "A datagram socket without a peer has to be told where to.",
			SaysZH:  "没有对端的数据报套接字，每次都得说明发往哪里。",
			Verdict: Holds,
			Level:   Shall,
			Clauses: []Clause{
				posix("send", "[EDESTADDRREQ] is the error for a socket that is not connection-mode and has no peer; [ENOTCONN], for one that is not connected, fits as well."),
			},
			Notes: []Note{
				{"Linux", "UDP says EDESTADDRREQ, and a Unix datagram socket ENOTCONN."},
			},
		},
		{
			ID:      "errors.stream-address",
			Says:    "On a stream, sendto ignores the address.",
			SaysZH:  "在流上，sendto 会忽略地址。",
			Verdict: HoldsIf,
			Level:   Shall,
			Truth:   "Or it says EISCONN, and sends nothing; without a connection it says ENOTCONN or EPIPE, and makes none. Nobody but the peer ever gets the data.",
			TruthZH: "或者报告 EISCONN，什么也不发；没有连接时报告 ENOTCONN 或 EPIPE，也不会去连接。除了对端，谁也收不到数据。",
			Clauses: []Clause{
				posix("sendto", "On a connection-mode socket the destination address is ignored. [EISCONN], for a socket that is connected and given an address, may be told of it or not."),
				posix("sendto", "[ENOTCONN] is the error for a connection-mode socket that is not connected, and [EPIPE] for one that is no longer or is shut down for writing."),
			},
			Notes: []Note{
				{"Linux", "Over TCP the address is ignored, unless MSG_FASTOPEN asks for a connection; a Unix stream says EISCONN."},
			},
		},
		{
			ID:      "errors.rebind-after-reset",
			Says:    "After a reset the socket may be bound anew.",
			SaysZH:  "连接被重置之后，套接字可以重新绑定。",
			Verdict: HoldsIf,
			Level:   Observed,
			Truth:   "On Linux it may, although it cannot connect again; no standard says so, and gVisor refuses it.",
			TruthZH: "在 Linux 上可以，虽然不能再连接；没有标准这样说，gVisor 就不允许。",
			Clauses: []Clause{
				posix("bind", "[EINVAL] is the error for a socket that is bound to an address, or was shut down. What a reset makes of the address is not said."),
			},
			Notes: []Note{
				{"Linux", "bind succeeds, and connect says EISCONN."},
				{"gVisor", "bind says EINVAL, and connect ECONNRESET once and then ECONNABORTED."},
			},
		},
		{
			ID:      "errors.unix",
			Says:    "A Unix stream whose peer closed with bytes unread is reset too.",
			SaysZH:  "Unix 流的对端没读完就关闭，这一端同样会被重置。",
			Verdict: HoldsIf,
			Level:   Observed,
			Truth:   "On Linux it is: recv says ECONNRESET once; no standard says so, and the end of the stream would be lawful.",
			TruthZH: "在 Linux 上是这样：recv 报告一次 ECONNRESET；没有标准规定，只给出流的结尾也不违规。",
			Clauses: []Clause{
				posixSockets(17, "Use of Sockets for Local UNIX Connections", "Nothing is said of data that the peer has not received when it closes."),
				posix("send", "[EPIPE]: “The socket is shut down for writing, or the socket is connection-mode and is no longer connected.”"),
			},
			Notes: []Note{
				{"Linux", "Of a pair of datagram sockets, send says ECONNREFUSED when the other was closed."},
			},
		},
		{
			ID:      "errors.closed",
			Says:    "To every call a closed socket says that it is closed.",
			SaysZH:  "套接字关闭之后，任何调用都只会说它已经关闭。",
			Verdict: Holds,
			Level:   Shall,
			Clauses: []Clause{
				posix("recv", "[EBADF]: “The socket argument is not a valid file descriptor.” Every call on sockets has this error."),
			},
			Notes: []Note{
				{"package sockets", "The error is net.ErrClosed: the system is not asked, for the number may be another file's by then."},
			},
		},
		{
			ID:      "errors.socket",
			Says:    "A family, type or protocol that there is not is refused at once, and so is an address of another family.",
			SaysZH:  "系统没有的地址族、类型或协议，会被当场拒绝；别的地址族的地址也是一样。",
			Verdict: Holds,
			Level:   Shall,
			Clauses: []Clause{
				posix("socket", "[EAFNOSUPPORT] is the error for a family, [EPROTONOSUPPORT] for a protocol, and [EPROTOTYPE] for a type that the protocol does not have."),
				posix("bind", "[EAFNOSUPPORT] is the error for an address that is not of the socket's family; connect() has the same."),
			},
			Notes: []Note{
				{"Linux", "A type that it does not know is EINVAL; one that the family lacks is ESOCKTNOSUPPORT, which POSIX does not have; a protocol of another type is EPROTONOSUPPORT."},
			},
		},
	},
}
