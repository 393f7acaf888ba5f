package asked

// notYet are the errors that say: not now.
var notYet = []Error{
	{
		ID: "EAGAIN", Errnos: []string{"EAGAIN", "EWOULDBLOCK"},
		Seen: []Seen{{"Python, of connect", "BlockingIOError too, with EINPROGRESS"}},
		Means: Text{
			"Nothing is wrong: the call would have to wait, and was told not to. Two names of one number on most systems.",
			"什么也没出错：这个调用本来要等待，而你不许它等。在多数系统上两个名字是同一个号码。",
		},
		Causes: []Point{
			{Text{"The socket is non-blocking (setblocking(False), settimeout(0), O_NONBLOCK), and nothing is there to receive, nobody to accept, or no room to send.", "套接字是非阻塞的（setblocking(False)、settimeout(0)、O_NONBLOCK），没有可收的数据、没有可接受的客户端，或者没有发送的空间。"}, []string{"timeout.modes", "send.buffer-full"}},
			{Text{"MSG_DONTWAIT was given.", "调用时带了 MSG_DONTWAIT。"}, []string{"flag.dontwait"}},
			{Text{"SO_RCVTIMEO or SO_SNDTIMEO is set, and its time is over.", "设了 SO_RCVTIMEO 或 SO_SNDTIMEO，时间到了。"}, []string{"option.timeo"}},
			{Text{"Another process that has the same socket set O_NONBLOCK.", "持有同一个套接字的另一个进程设置了 O_NONBLOCK。"}, []string{"fork.nonblock-shared", "option.of-the-description"}},
			{Text{"poll said that it is ready, and somebody else was faster.", "poll 说就绪了，但别人抢先一步。"}, []string{"readiness.accept-elsewhere"}},
		},
		Do: []Text{
			{"Wait with poll, select or your event loop until the socket is ready, then call again; never call in a loop without waiting.", "用 poll、select 或事件循环等到套接字就绪再调用；不要空转反复调用。"},
			{"If you did not want this: settimeout(None) or setblocking(True).", "如果这不是你想要的：settimeout(None) 或 setblocking(True)。"},
		},
	},
	{
		ID: "EINPROGRESS", Errnos: []string{"EINPROGRESS"},
		Means: Text{
			"A connect that may not wait has begun, and goes on by itself. This is how it should be.",
			"不许等待的 connect 已经开始，并会自己继续。这是正常情况。",
		},
		Causes: []Point{
			{Text{"connect on a non-blocking socket. (Windows says WSAEWOULDBLOCK instead.)", "在非阻塞套接字上 connect。（Windows 给出的是 WSAEWOULDBLOCK。）"}, []string{"connect.begins"}},
		},
		Do: []Text{{"Wait until the socket is writable, then read SO_ERROR: 0 is success, all else the error. Do not connect again.", "等到套接字可写，再读 SO_ERROR：0 表示成功，其他值就是错误。不要再次 connect。"}},
	},
	{
		ID: "EALREADY", Errnos: []string{"EALREADY"},
		Means: Text{
			"A connect is under way already on this socket.",
			"这个套接字上已经有一个 connect 正在进行。",
		},
		Causes: []Point{
			{Text{"connect was called again before the first attempt ended: in a loop, or after a signal or a timeout ended the first call.", "第一次尝试还没结束就再次 connect：在循环里，或者在信号或超时结束了第一次调用之后。"}, []string{"connect.already", "signal.connect-goes-on", "errors.connecting"}},
		},
		Do: []Text{{"Wait until the socket is writable, then read SO_ERROR. A connect that was interrupted goes on without you.", "等到套接字可写，再读 SO_ERROR。被打断的 connect 会自己继续。"}},
	},
	{
		ID: "EINTR", Errnos: []string{"EINTR"},
		Means: Text{
			"A signal came while the call was waiting, and its handler ran. Nothing was taken and nothing is lost.",
			"调用等待时来了信号，处理函数运行了。什么也没取走，什么也没丢。",
		},
		Causes: []Point{
			{Text{"The handler was installed without SA_RESTART; poll, and calls with a timeout, end even with it.", "信号处理函数安装时没有 SA_RESTART；poll 以及设了超时的调用，即使有也会结束。"}, []string{"signal.eintr", "signal.restart"}},
			{Text{"connect: the attempt goes on all the same.", "connect：连接尝试仍在继续。"}, []string{"signal.connect-goes-on"}},
		},
		Do: []Text{{"Call again; of connect, wait until it is writable instead. Python (since 3.5) and Go do it for you.", "再次调用；若是 connect，则等到套接字可写。Python（3.5 起）和 Go 会替你做。"}},
	},
}

// noConnection are the errors of sockets that have a peer, or none.
var noConnection = []Error{
	{
		ID: "ENOTCONN", Errnos: []string{"ENOTCONN"},
		Means: Text{
			"This socket has no peer: it was never connected, or the connection is gone.",
			"这个套接字没有对端：从来没有连接过，或者连接已经没了。",
		},
		Causes: []Point{
			{Text{"recv or shutdown on a socket that has not been connected; send too, where it does not say EPIPE.", "在没有连接过的套接字上 recv 或 shutdown；send 也是，除非它给出 EPIPE。"}, []string{"errors.fresh"}},
			{Text{"The listener was used to talk to the client, instead of the socket that accept returned.", "用监听套接字与客户端收发数据，而不是用 accept 返回的那个。"}, []string{"errors.listener", "accept.new-socket"}},
			{Text{"shutdown or getpeername after the peer's reset: the connection is gone by then.", "对端重置之后才 shutdown 或 getpeername：那时连接已经没了。"}, []string{"errors.names-after"}},
			{Text{"A UDP socket without a peer: shutdown, getpeername.", "没有对端的 UDP 套接字：shutdown、getpeername。"}, []string{"shutdown.unconnected-datagram"}},
		},
		Do: []Text{
			{"Is it the right socket? A server talks through what accept returned.", "用对套接字了吗？服务器要用 accept 返回的那个收发。"},
			{"In clean-up code ignore it: shutdown before close says it whenever the peer was faster.", "在收尾代码里忽略它：close 之前的 shutdown，只要对端先走一步就会报它。"},
		},
	},
	{
		ID: "EISCONN", Errnos: []string{"EISCONN"},
		Means: Text{"The socket is connected already.", "套接字已经连接了。"},
		Causes: []Point{
			{Text{"connect on a connected or accepted socket.", "在已连接的、或 accept 得到的套接字上 connect。"}, []string{"errors.connected", "client.connect-failure"}},
			{Text{"connect asked once more after an attempt that did not wait: it says that the attempt succeeded.", "不等待的连接尝试之后再问一次 connect：它表示连接成功了。"}, []string{"connect.asked-again"}},
			{Text{"sendto with an address on a stream; on some systems also on a UDP socket that has a peer.", "在流上用带地址的 sendto；在某些系统上，有对端的 UDP 套接字也会。"}, []string{"errors.stream-address", "datagram.sendto-connected"}},
			{Text{"Linux: connect on a listener.", "Linux：在监听套接字上 connect。"}, []string{"errors.listener"}},
		},
		Do: []Text{{"For another peer make another socket: a stream has one peer in its life. After EINPROGRESS it is good news.", "要连别的对端就新建一个套接字：流套接字一生只有一个对端。在 EINPROGRESS 之后，它是好消息。"}},
	},
	{
		ID: "EDESTADDRREQ", Errnos: []string{"EDESTADDRREQ"},
		Means: Text{"A datagram has to be told where to, and was not.", "发送数据报要说明发往哪里，而你没有说。"},
		Causes: []Point{
			{Text{"send on a UDP socket that has no peer, or whose peer was taken away.", "在没有对端（或对端被取消）的 UDP 套接字上 send。"}, []string{"errors.no-destination", "datagram.disconnect"}},
			{Text{"listen on a socket that is not bound, where the protocol does not give it an address. (Linux says EINVAL of a Unix socket.)", "没有绑定就 listen，而协议不会自动给出地址。（Unix 套接字在 Linux 上给出 EINVAL。）"}, []string{"bind.implicit-listen"}},
		},
		Do: []Text{{"sendto(data, address), or connect first.", "用 sendto(data, address)，或者先 connect。"}},
	},
}
