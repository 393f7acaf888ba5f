package asked

// gone are the errors of connections that have ended, or were never made.
var gone = []Error{
	{
		ID: "ECONNRESET", Errnos: []string{"ECONNRESET"},
		Means: Text{
			"The other side has thrown the connection away: a segment with RST came. What you sent may not have been read, and what you had not read yet may be lost.",
			"对端丢弃了这个连接：收到了一个 RST 报文段。你发出的数据可能没有被读取，你还没读的数据可能已经丢失。",
		},
		Causes: []Point{
			{Text{"The peer closed its socket while it had received something that it had not read.", "对端关闭套接字时，还有收到却没读的数据。"}, []string{"close.unread-resets"}},
			{Text{"You sent to a peer that had closed before; its system answered with RST. The first send succeeds, a later call fails.", "你向早已关闭的对端发送，对端的系统以 RST 作答。第一次 send 成功，之后的调用才失败。"}, []string{"errors.pending-once", "errors.after"}},
			{Text{"The peer closed with SO_LINGER on and its time 0.", "对端打开了 SO_LINGER、时间设为 0，然后关闭。"}, []string{"option.linger-aborts"}},
			{Text{"The process at the other end was killed with something unread.", "对端进程被杀死时还有未读的数据。"}, []string{"fork.kill-unread-resets"}},
			{Text{"The server closed its listener while you were waiting in its queue.", "你还在队列里等待时，服务器关闭了监听套接字。"}, []string{"listen.close-resets"}},
			{Text{"The machine at the other end was restarted, and does not know the connection.", "对端机器重启过，不认识这个连接。"}, []string{"peer.rebooted"}},
			{Text{"The other end is a Unix stream that was closed with something unread.", "对端是 Unix 流套接字，关闭时还有未读的数据。"}, []string{"errors.unix"}},
		},
		Do: []Text{
			{"Close the socket; it is of no more use. The error is told once: later calls say EPIPE, or return nothing.", "关闭这个套接字，它已经没用了。错误只报告一次：之后的调用给出 EPIPE，或者返回空。"},
			{"Servers: catch it per connection, as any OSError, or one client ends the service for all.", "服务器：对每个连接分别捕获它（以及其他 OSError），否则一个客户端就能让所有人失去服务。"},
			{"If you are the side that closes: read until the end before close, or shut down the sending side and then read until the end.", "如果你是关闭的一方：先读到流的结尾再 close，或者先关闭写方向，再读到结尾。"},
		},
	},
	{
		ID: "EPIPE", Errnos: []string{"EPIPE"},
		Means: Text{
			"You send on a socket that cannot send any more: the connection is gone, or you have shut its sending side down. In C the signal SIGPIPE comes with it and ends the program; Python and Go ignore the signal.",
			"你在一个已经不能发送的套接字上发送：连接没了，或者你自己关闭了写方向。在 C 程序里会同时来一个 SIGPIPE 信号，结束程序；Python 和 Go 忽略这个信号。",
		},
		Causes: []Point{
			{Text{"An earlier call has told you of the reset already: from then on every send says EPIPE.", "之前的某个调用已经报告了重置：从此每次 send 都是 EPIPE。"}, []string{"errors.after"}},
			{Text{"You called shutdown(SHUT_WR), and send on.", "你调用过 shutdown(SHUT_WR)，却还在发送。"}, []string{"close.shutdown", "shutdown.datagram-write"}},
			{Text{"The reset came behind the peer's FIN: then recv says nothing of it, and send is the first to know.", "重置跟在对端的 FIN 之后到来：recv 什么也不说，send 最先得知。"}, []string{"errors.reset-hidden"}},
			{Text{"On Linux, a socket of TCP that was never connected says EPIPE as well.", "在 Linux 上，从未连接过的 TCP 套接字也给出 EPIPE。"}, []string{"errors.fresh"}},
		},
		Do: []Text{
			{"Close the socket. Look at what an earlier call said: it has the cause.", "关闭套接字。看看之前的调用报告了什么，原因在那里。"},
			{"In C: MSG_NOSIGNAL with each send, or ignore SIGPIPE.", "在 C 里：每次 send 带上 MSG_NOSIGNAL，或者忽略 SIGPIPE。"},
		},
	},
	{
		ID: "ECONNREFUSED", Errnos: []string{"ECONNREFUSED"},
		Means: Text{
			"The machine answered, and said that nobody listens at this address and port.",
			"对方机器有应答：这个地址和端口上没有人监听。",
		},
		Causes: []Point{
			{Text{"No server listens there: it is not started, not yet ready, listens on another address (127.0.0.1 instead of all), or on another port.", "那里没有服务器监听：还没启动、还没就绪、监听的是别的地址（127.0.0.1 而不是所有地址），或者端口不对。"}, []string{"client.connect-failure", "concept.listening-answers"}},
			{Text{"A socket is bound there, but nobody has called listen.", "那里的套接字绑定了，但没有人调用过 listen。"}, []string{"listen.before-accept"}},
			{Text{"UDP: an earlier datagram found nobody. Any later call tells of it, even a send.", "UDP：之前的数据报没有人接收。之后任何一个调用都可能报告它，包括 send。"}, []string{"datagram.error-next-call", "readiness.refused"}},
			{Text{"A firewall or router said that the port cannot be reached.", "防火墙或路由器说这个端口不可达。"}, []string{"peer.icmp-connect"}},
		},
		Do: []Text{
			{"Look at the server: ss -ltn (Linux), netstat -an (elsewhere). Address, port, family (127.0.0.1 or ::1?) and protocol have to fit.", "看看服务器：ss -ltn（Linux）或 netstat -an（其他系统）。地址、端口、地址族（127.0.0.1 还是 ::1）和协议都要对得上。"},
			{"Try again after a pause, with a new socket: POSIX does not say what becomes of the old one.", "停一会儿再试，用新的套接字：旧的会怎样，POSIX 没有规定。"},
		},
	},
	{
		ID: "ETIMEDOUT", Errnos: []string{"ETIMEDOUT"}, Words: []string{"ErrDeadlineExceeded"},
		Seen: []Seen{{"Python, after settimeout", "TimeoutError: timed out (errno is None)"}, {"Go, after a deadline", "i/o timeout; errors.Is(err, os.ErrDeadlineExceeded)"}},
		Means: Text{
			"Nobody answered. Of the system: it sent again and again and gave up, after minutes. Of your own timeout, it says only that the time which you set is over, and has no errno.",
			"没有人应答。如果是系统报的：它反复重传，几分钟后放弃。如果是你自己设的超时：只说明你设的时间到了，没有错误号。",
		},
		Causes: []Point{
			{Text{"The peer has vanished: power, cable, network, a firewall that drops without a word.", "对端消失了：断电、断网，或者防火墙默默丢弃。"}, []string{"peer.vanished", "client.connect-failure"}},
			{Text{"Keep-alive asked the peer, and it did not answer.", "保活探测询问了对端，对端没有应答。"}, []string{"option.keepalive"}},
			{Text{"The accept queue of the server is full, and its system drops the SYN.", "服务器的接受队列满了，系统丢弃了 SYN。"}, []string{"listen.backlog"}},
			{Text{"settimeout(t), and within t nothing came, or there was no room.", "设了 settimeout(t)，而 t 之内什么也没来，或者没有空间。"}, []string{"timeout.idle", "timeout.sendall-total"}},
		},
		Do: []Text{
			{"Tell the two apart: e.errno == errno.ETIMEDOUT is the system, and the connection is gone; otherwise it is your timeout, and the connection lives.", "分清两者：e.errno == errno.ETIMEDOUT 是系统报的，连接没了；否则是你自己的超时，连接还在。"},
			{"After your own timeout of recv or accept nothing is lost: call again. After one of sendall close: how much was sent is unknown.", "recv 或 accept 自己超时后什么也没丢，再调用就是。sendall 超时后应当关闭：不知道发出了多少。"},
		},
	},
	{
		ID: "ECONNABORTED", Errnos: []string{"ECONNABORTED"},
		Means: Text{
			"The connection was ended on this side of the line, by the system, and not by a message of the peer. Of accept: the client that was queued has gone.",
			"连接是被本机系统终止的，不是对端发来的消息。若来自 accept：排队的客户端已经走了。",
		},
		Causes: []Point{
			{Text{"accept: a queued client reset the connection before. Linux returns the connection all the same; BSD-derived systems say ECONNABORTED.", "accept：排队的客户端此前重置了连接。Linux 仍然返回这个连接，源自 BSD 的系统给出 ECONNABORTED。"}, []string{"readiness.accept-elsewhere", "readiness.listener"}},
			{Text{"connect once more on a socket that was refused, after SO_ERROR told of it (Linux: once; gVisor: always).", "被拒绝的套接字在 SO_ERROR 报告之后再次 connect（Linux 报告一次，gVisor 一直报告）。"}, []string{"errors.after", "connect.after-refusal"}},
			{Text{"Windows says it of connections whose data nobody acknowledged.", "Windows 用它表示发出的数据一直没有得到确认的连接。"}, nil},
		},
		Do: []Text{
			{"Servers: ignore it and call accept again.", "服务器：忽略它，再次调用 accept。"},
			{"Clients: close the socket and make a new one.", "客户端：关闭套接字，新建一个。"},
		},
	},
	{
		ID: "ESHUTDOWN", Errnos: []string{"ESHUTDOWN"},
		Means: Text{
			"You have shut this side of the socket down yourself, and use it again. POSIX has no such error for send: it is EPIPE there, on Linux and macOS too. Windows says WSAESHUTDOWN.",
			"你自己关闭了套接字的这个方向，又去用它。POSIX 的 send 没有这个错误，用的是 EPIPE，Linux 和 macOS 也是如此；Windows 给出 WSAESHUTDOWN。",
		},
		Causes: []Point{
			{Text{"send after shutdown(SHUT_WR).", "shutdown(SHUT_WR) 之后 send。"}, []string{"close.shutdown", "shutdown.datagram-write"}},
		},
		Do: []Text{{"Treat it as EPIPE; Python does: both are BrokenPipeError.", "当作 EPIPE 处理；Python 就是这样：两者都是 BrokenPipeError。"}},
	},
	{
		ID: "EHOSTUNREACH", Errnos: []string{"EHOSTUNREACH", "ENETUNREACH"},
		Means: Text{
			"No way leads there: this machine has no route to the address, or a router on the way said so by ICMP.",
			"没有路可以到那里：本机没有到该地址的路由，或者路上的某个路由器用 ICMP 这样回答。",
		},
		Causes: []Point{
			{Text{"connect: an answer by ICMP that network, host or protocol cannot be reached, or that it is prohibited.", "connect：ICMP 回答说网络、主机或协议不可达，或者禁止访问。"}, []string{"peer.icmp-connect"}},
			{Text{"UDP: such an answer to an earlier datagram, told by the next call.", "UDP：对之前某个数据报的这种回答，由下一个调用报告。"}, []string{"datagram.error-next-call"}},
			{Text{"A connection that is made does not end by it: TCP sends again.", "已经建立的连接不会因此结束：TCP 会重传。"}, []string{"peer.icmp-soft"}},
		},
		Do: []Text{{"Look at the address and at the routes: ip route get ADDRESS. An IPv6 address on a machine that has IPv4 alone says it at once: try the next address of the name.", "检查地址和路由：ip route get 地址。只有 IPv4 的机器遇到 IPv6 地址会立即报这个错：试该名字的下一个地址。"}},
	},
}
