package asked

// makingCalls are those that give a socket its address, and its connections.
var makingCalls = []Call{
	{
		Name: "bind", Title: "bind", Columns: []string{"bind"},
		Returns: Text{"Nothing. The socket has the address and port from then on; with port 0 the system picks one, which getsockname tells.", "不返回内容。此后套接字占有这个地址和端口；端口为 0 时由系统挑选，用 getsockname 得知。"},
		Waits:   Text{"Never.", "从不等待。"},
		Surprises: []Point{
			{Text{"A bound socket that does not listen refuses clients.", "绑定而没有监听的套接字会拒绝客户端。"}, []string{"listen.before-accept"}},
			{Text{"After a restart it fails with EADDRINUSE unless SO_REUSEADDR is set.", "服务器重启后会报 EADDRINUSE，除非设了 SO_REUSEADDR。"}, []string{"bind.freed-by-close"}},
			{Text{"A port is not one thing: TCP and UDP, and each address, have their own.", "端口不是一个整体：TCP 和 UDP、每个地址各有各的。"}, []string{"concept.port-exclusive", "reuse.matrix"}},
			{Text{"Clients may bind too; mostly they need not.", "客户端也可以 bind，通常不必。"}, []string{"bind.source", "connect.chooses"}},
			{Text{"The path of a Unix socket is a file that stays.", "Unix 套接字的路径是一个文件，会留下来。"}, []string{"bind.path"}},
		},
		Claims: []string{"bind.claims-address", "bind.failure-reported", "bind.family", "bind.implicit-listen", "reuse.specific-first", "ipv6.v6only", "errors.rebind-after-reset", "errors.connected"},
	},
	{
		Name: "listen", Title: "listen", Columns: []string{"listen"},
		Returns: Text{"Nothing. From then on the system makes connections by itself and queues them.", "不返回内容。此后系统自行建立连接，并放进队列。"},
		Waits:   Text{"Never.", "从不等待。"},
		Surprises: []Point{
			{Text{"The number is a hint how many connections may wait for accept, and no limit of clients.", "参数只是提示有多少连接可以等待 accept，不限制客户端的数量。"}, []string{"listen.backlog"}},
			{Text{"Clients are connected, and may send, before accept is called.", "accept 之前，客户端就已连上，还可以发送。"}, []string{"accept.establishes", "handshake.accept-returns"}},
			{Text{"Closing the listener resets those who wait in its queue.", "关闭监听套接字会重置队列里等待的客户端。"}, []string{"listen.close-resets"}},
			{Text{"Without bind the system picks a port, on every address.", "没有 bind 时，系统挑选一个端口，监听所有地址。"}, []string{"bind.implicit-listen"}},
		},
		Claims: []string{"listen.before-accept", "listen.fifo", "reuse.spread", "shutdown.listener-read", "shutdown.listener-write", "option.inherited"},
	},
	{
		Name: "accept", Title: "accept", Columns: []string{"accept"},
		Returns: Text{"A new socket, connected to the client, and the client's address. The listener stays as it is.", "一个新的、与客户端相连的套接字，以及客户端的地址。监听套接字保持原样。"},
		Waits:   Text{"Until a connection is in the queue.", "等到队列里有连接为止。"},
		Surprises: []Point{
			{Text{"It does not make the connection: the system has made it before.", "连接不是它建立的：系统早已建好。"}, []string{"accept.establishes"}},
			{Text{"The new socket has no timeout, whatever the listener has.", "新套接字没有超时，不论监听套接字设了什么。"}, []string{"timeout.modes", "option.inherited"}},
			{Text{"poll said readable, and accept may still wait: another process was faster, or the client has gone.", "poll 说可读，accept 仍可能等待：别的进程抢先了，或者客户端走了。"}, []string{"readiness.accept-elsewhere"}},
			{Text{"The client may have gone by then, and its data is there all the same.", "这时客户端可能已经走了，而它的数据仍在。"}, []string{"readiness.listener", "accept.establishes"}},
		},
		Claims: []string{"accept.blocks", "accept.pair", "accept.new-socket", "accept.addr", "accept.local-name", "listen.fifo", "server.polls", "server.serves-on"},
	},
	{
		Name: "connect", Title: "connect", Columns: []string{"connect"},
		Returns: Text{"Nothing. On a stream the connection is made; of a datagram socket the peer is set, and nothing is sent.", "不返回内容。流套接字的连接已建好；数据报套接字只是设定了对端，什么也不发送。"},
		Waits:   Text{"For the answer to its SYN: one round trip, or minutes if nobody answers. Non-blocking, it says EINPROGRESS at once.", "等待对 SYN 的应答：一个来回；没有人应答则要几分钟。非阻塞时立即给出 EINPROGRESS。"},
		Surprises: []Point{
			{Text{"It returns before the server has called accept.", "服务器还没调用 accept，它就返回了。"}, []string{"accept.establishes", "handshake.connect-returns"}},
			{Text{"A signal or a timeout ends the call, and not the attempt.", "信号或超时结束的是调用，不是连接尝试。"}, []string{"signal.connect-goes-on", "timeout.survivable"}},
			{Text{"After a failure: close the socket and make a new one.", "失败之后：关闭套接字，新建一个。"}, []string{"connect.after-refusal"}},
			{Text{"A client can connect to itself, if the system picks the port that it calls.", "如果系统挑选的端口正好是它要连的，客户端会连到自己。"}, []string{"connect.to-oneself"}},
			{Text{"UDP: connect makes no connection; send fails later, if nobody is there.", "UDP：connect 并不建立连接；没有人在，之后的 send 才失败。"}, []string{"concept.only-tcp-connects", "datagram.error-next-call"}},
		},
		Claims: []string{"client.connect-failure", "connect.begins", "connect.already", "connect.asked-again", "connect.tells", "connect.shutdown-aborts", "connect.to-unspecified", "connect.same-pair", "connect.chooses", "handshake.syn", "handshake.syn-ack", "peer.icmp-connect", "datagram.disconnect", "readiness.connect"},
	},
}
