package asked

// movingCalls are those that send and receive.
var movingCalls = []Call{
	{
		Name: "send", Title: "send, sendto", Columns: []string{"send"},
		Returns: Text{"How many bytes the system has taken: perhaps fewer than were given.", "系统收下了多少字节：可能比给的少。"},
		Waits:   Text{"While the send buffer is full. It does not wait for the peer to read, or even to receive.", "发送缓冲区满时等待。它不等对端读取，甚至不等对端收到。"},
		Surprises: []Point{
			{Text{"It may take a part: use sendall, or go on with the rest.", "可能只收下一部分：用 sendall，或者继续发剩下的。"}, []string{"send.returns-count"}},
			{Text{"It counts bytes, and takes bytes: encode text first.", "它数的是字节，也只收字节：文本要先编码。"}, []string{"send.counts-bytes"}},
			{Text{"Success says nothing of the peer. To a peer that has gone the first send succeeds.", "成功不说明对端如何。对端已经离开时，第一次 send 仍会成功。"}, []string{"sendall.not-delivery", "peer.vanished"}},
			{Text{"Two sends may be received as one, and a small one may be held back.", "两次 send 可能被一次收到；小块数据可能被扣住。"}, []string{"recv.no-boundaries", "option.nodelay"}},
			{Text{"On a connection that is gone it raises SIGPIPE in C.", "在已经断开的连接上，C 程序会收到 SIGPIPE。"}, []string{"signal.sigpipe", "flag.nosignal"}},
		},
		Claims: []string{"send.buffer-full", "client.empty-send", "client.send-failure-reported", "errors.after", "errors.no-destination", "errors.stream-address", "datagram.limit", "datagram.sendto-connected", "signal.partial-send", "vector.stream", "vector.one-datagram", "readiness.full", "urgent.out-of-line"},
	},
	{
		Name: "sendall", Title: "sendall",
		Returns: Text{"Nothing, when the system has taken everything.", "系统收下全部数据后返回，没有返回值。"},
		Waits:   Text{"Until the last byte has room in the send buffer: it makes as many sends as it takes.", "等到最后一个字节也进了发送缓冲区：需要多少次 send 就做多少次。"},
		Surprises: []Point{
			{Text{"After an error it is unknown how much was sent: close the connection.", "出错后不知道发出了多少：应关闭连接。"}, []string{"sendall.failure", "timeout.survivable"}},
			{Text{"Two threads may mix their bytes: take turns, by a lock.", "两个线程的字节可能互相穿插：用锁轮流进行。"}, []string{"sendall.concurrent"}},
			{Text{"The timeout is for the whole, and not for each send.", "超时针对整个调用，而不是每次 send。"}, []string{"timeout.sendall-total"}},
			{Text{"Two programs that sendall to each other and do not read wait for ever.", "两个程序互相 sendall 而都不读，就会永远等下去。"}, []string{"send.buffer-full"}},
		},
		Claims: []string{"sendall.everything", "sendall.not-delivery"},
	},
	{
		Name: "recv", Title: "recv, recvfrom, recv_into", Columns: []string{"recv", "peek"},
		Returns: Text{"At least one byte and at most as many as asked for; nothing, b'', at the end of the stream. Of UDP one datagram.", "至少一个字节，至多所要的数量；流结束时返回空 b''。UDP 则是一个数据报。"},
		Waits:   Text{"Until something is there, or the end, or an error. Not until all is there.", "等到有数据、流结束或出错为止；不会等到凑够。"},
		Surprises: []Point{
			{Text{"It returns what is there: receive in a loop.", "有多少返回多少：要循环接收。"}, []string{"recv.returns-early", "recv.no-boundaries"}},
			{Text{"What was not asked for stays for the next call.", "没有要走的留给下一次调用。"}, []string{"recv.excess-kept", "recv.nothing-deleted"}},
			{Text{"Of a datagram it does not: the rest is gone.", "数据报则不然：剩下的就没了。"}, []string{"recv.datagram-cut"}},
			{Text{"Bytes, not text: a character may be cut.", "返回字节而不是文本：字符可能被切开。"}, []string{"recv.bytes"}},
			{Text{"An error is told once, and perhaps to another call.", "错误只报告一次，而且可能报告给别的调用。"}, []string{"errors.reset-hidden", "errors.pending-once"}},
			{Text{"Without a timeout it never notices that the peer has vanished.", "没有超时的话，它永远察觉不到对端消失。"}, []string{"peer.vanished"}},
		},
		Claims: []string{"recv.needs-maximum", "recv.blocks", "recv.removed-once", "recv.variants", "recv.end-of-stream", "timeout.idle", "flag.peek-waits", "flag.waitall", "flag.dontwait", "flag.trunc-stream", "option.rcvlowat", "datagram.peek-sender", "datagram.queued-stays", "urgent.mark", "vector.trunc", "readiness.data", "signal.eintr"},
	},
}

// endingCalls are those that end a connection, or a side of it.
var endingCalls = []Call{
	{
		Name: "shutdown", Title: "shutdown", Columns: []string{"shut RD", "shut WR", "shut RDWR"},
		Returns: Text{"Nothing. SHUT_WR tells the peer that nothing more comes; SHUT_RD ends one's own reading; SHUT_RDWR does both. The socket has to be closed all the same.", "不返回内容。SHUT_WR 告诉对端不再发送；SHUT_RD 结束自己的读取；SHUT_RDWR 两者都做。套接字仍然需要 close。"},
		Waits:   Text{"Never. What was sent before goes out before the end.", "从不等待。之前发送的数据会先发出去。"},
		Surprises: []Point{
			{Text{"It acts at once, for all descriptors and processes that have the socket; close does not.", "它立即生效，对持有这个套接字的所有描述符和进程都有效；close 则不然。"}, []string{"close.last-reference"}},
			{Text{"It fails with ENOTCONN when the peer was faster: ignore that when you clean up.", "对端先走一步时它报 ENOTCONN：收尾时忽略即可。"}, []string{"errors.names-after", "errors.fresh"}},
			{Text{"SHUT_RD tells the peer nothing.", "SHUT_RD 不会告诉对端任何事。"}, []string{"shutdown.states"}},
			{Text{"It ends calls of other threads that wait on that side, on most systems.", "在多数系统上，它会结束其他线程在该方向上等待的调用。"}, []string{"shutdown.wakes"}},
		},
		Claims: []string{"close.shutdown", "shutdown.listener-read", "shutdown.listener-write", "shutdown.datagram-write", "shutdown.datagram-read", "shutdown.unconnected-datagram", "connect.shutdown-aborts", "readiness.own-shutdown"},
	},
	{
		Name: "close", Title: "close", Columns: []string{"close"},
		Returns: Text{"Nothing. The system goes on sending what is still in the send buffer, and then ends the connection.", "不返回内容。系统继续发送发送缓冲区里剩下的数据，然后结束连接。"},
		Waits:   Text{"Not, but with SO_LINGER on: then until all is sent or the time is over.", "不等待；除非打开了 SO_LINGER：那时等到全部发完或时间到。"},
		Surprises: []Point{
			{Text{"With something unread it resets, and what you sent last may be lost: read until the end first.", "有未读数据时它会重置连接，最后发送的数据可能丢失：先读到结尾。"}, []string{"close.unread-resets"}},
			{Text{"It sends nothing while another descriptor or process has the socket.", "只要别的描述符或进程还持有它，就什么也不发送。"}, []string{"close.last-reference"}},
			{Text{"It need not end the calls of other threads.", "它不一定会结束其他线程的调用。"}, []string{"thread.close-does-not-wake"}},
			{Text{"The side that closes first is in TIME-WAIT afterwards.", "先关闭的一方之后处于 TIME-WAIT。"}, []string{"close.active-fin", "bind.freed-by-close"}},
			{Text{"Three segments or four: that depends on when the other side closes.", "三个还是四个报文段，取决于对方何时关闭。"}, []string{"close.four-or-three"}},
		},
		Claims: []string{"close.ends-transfer", "close.passive-ack", "close.passive-fin", "close.final-ack", "errors.closed", "option.linger-waits", "option.linger-aborts", "option.linger-listener", "peer.orphan", "exec.cloexec", "fork.kill-unread-resets"},
	},
}

// settingCalls are those that say how the others are to wait, or ask.
var settingCalls = []Call{
	{
		Name: "settimeout", Title: "settimeout, setblocking",
		Returns: Text{"Nothing. None: calls wait for ever. 0: they never wait. Positive: so many seconds, each call anew.", "不返回内容。None：一直等待。0：从不等待。正数：每次调用最多等这么多秒。"},
		Waits:   Text{"Never; it says how the others do.", "从不等待；它规定其他调用怎么等。"},
		Surprises: []Point{
			{Text{"It bounds one call, not a request: a client that drips bytes keeps the server for as long as it likes.", "它约束单次调用，不是整个请求：一个字节一个字节慢慢发的客户端可以一直占住服务器。"}, []string{"timeout.whole-request"}},
			{Text{"accept does not pass it on.", "accept 得到的套接字不继承它。"}, []string{"timeout.modes"}},
			{Text{"A timeout need not end the connection.", "超时不一定要结束连接。"}, []string{"timeout.survivable"}},
			{Text{"It is Python's own: the descriptor becomes non-blocking, which other processes that share it notice.", "这是 Python 自己的：描述符变成非阻塞的，共享它的其他进程会察觉。"}, []string{"fork.nonblock-shared", "option.of-the-description"}},
		},
		Claims: []string{"timeout.idle", "timeout.sendall-total", "option.timeo", "signal.restart"},
	},
	{
		Name: "poll", Title: "select, poll", Columns: []string{"ready"},
		Returns: Text{"Which sockets are ready: a call on them will not wait, which does not mean that it succeeds.", "哪些套接字就绪：对它们的调用不会等待，但不表示会成功。"},
		Waits:   Text{"Until one is ready, or the time is over.", "等到有一个就绪，或时间到。"},
		Surprises: []Point{
			{Text{"The end and errors make a socket readable and writable too.", "流的结尾和错误也会使套接字可读、可写。"}, []string{"readiness.end", "readiness.reset"}},
			{Text{"Ready is of the moment: make the sockets non-blocking all the same.", "就绪只是那一刻的事：套接字仍应设为非阻塞。"}, []string{"readiness.accept-elsewhere"}},
			{Text{"HUP and OUT may come together; look for ERR and HUP first.", "HUP 和 OUT 可能同时出现；先看 ERR 和 HUP。"}, []string{"readiness.hup-out", "readiness.hangup"}},
			{Text{"A connect that has failed makes the socket writable: ask SO_ERROR.", "失败的 connect 也会使套接字可写：要问 SO_ERROR。"}, []string{"readiness.connect"}},
			{Text{"On Linux, UDP after SHUT_RD is readable and recv says EAGAIN: a loop spins.", "在 Linux 上，UDP 套接字 SHUT_RD 之后可读，而 recv 给出 EAGAIN：循环会空转。"}, []string{"readiness.udp-shut"}},
			{Text{"Writable means room worth it, not room for everything.", "可写表示有值得一写的空间，不表示全部放得下。"}, []string{"readiness.full"}},
		},
		Claims: []string{"readiness.no-wait", "readiness.level", "readiness.data", "readiness.own-shutdown", "readiness.listener", "readiness.refused", "readiness.exceptional", "readiness.unasked", "readiness.count-time", "readiness.closed-elsewhere", "urgent.ready"},
	},
	{
		Name: "setsockopt", Title: "setsockopt, getsockopt", Columns: []string{"SO_ERROR"},
		Returns: Text{"Nothing; getsockopt the value. SO_ERROR tells a pending error, and takes it.", "不返回内容；getsockopt 返回值。SO_ERROR 报告未决的错误，并把它取走。"},
		Waits:   Text{"Never.", "从不等待。"},
		Surprises: []Point{
			{Text{"What was set is not always what is read: Linux doubles SO_RCVBUF and SO_SNDBUF.", "读到的不一定是设的值：Linux 会把 SO_RCVBUF 和 SO_SNDBUF 加倍。"}, []string{"send.buffer-full"}},
			{Text{"Options belong to the socket: duplicates and other processes have them too.", "选项属于套接字本身：副本和其他进程共有。"}, []string{"option.of-the-description"}},
			{Text{"Which of them an accepted socket takes over is the system's choice.", "accept 得到的套接字继承哪些选项，由系统决定。"}, []string{"option.inherited"}},
			{Text{"SO_KEEPALIVE alone takes two hours to notice.", "只设 SO_KEEPALIVE，要两小时才会察觉。"}, []string{"option.keepalive"}},
			{Text{"SO_LINGER with 0 resets.", "SO_LINGER 设为 0 会重置连接。"}, []string{"option.linger-aborts"}},
			{Text{"TCP_NODELAY is what programs need that write twice and then read.", "写两次再读的程序需要 TCP_NODELAY。"}, []string{"option.nodelay"}},
		},
		Claims: []string{"option.tells", "option.unknown", "option.linger-waits", "option.linger-listener", "option.rcvlowat", "option.timeo", "option.maxseg", "reuse.matrix", "errors.pending-once", "connect.tells"},
	},
}
