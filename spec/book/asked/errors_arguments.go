package asked

// addresses are the errors of bind, and of names.
var addresses = []Error{
	{
		ID: "EADDRINUSE", Errnos: []string{"EADDRINUSE"},
		Means: Text{
			"Somebody has this address and port: another socket, or a connection that is not over yet.",
			"这个地址和端口有人占着：另一个套接字，或者还没彻底结束的连接。",
		},
		Causes: []Point{
			{Text{"Another socket is bound there, perhaps of an instance of your server that still runs.", "另一个套接字绑定在那里，也许是你的服务器还在运行的另一个实例。"}, []string{"concept.port-exclusive", "bind.failure-reported"}},
			{Text{"The server was restarted: connections of the old one are in TIME-WAIT, and SO_REUSEADDR is not set.", "服务器重启了：旧的连接处于 TIME-WAIT，而没有设置 SO_REUSEADDR。"}, []string{"bind.freed-by-close", "reuse.matrix"}},
			{Text{"One socket has the port on every address, and another wants it on one.", "一个套接字占了所有地址上的这个端口，另一个要其中一个地址。"}, []string{"reuse.matrix", "reuse.specific-first"}},
			{Text{"Unix sockets: the file of the path is there still; close does not remove it.", "Unix 套接字：路径上的文件还在，close 不会删除它。"}, []string{"bind.path"}},
			{Text{"connect: a connection between these two addresses is there already.", "connect：这两个地址之间已经有一个连接。"}, []string{"connect.same-pair"}},
			{Text{"A child process has inherited the socket, and keeps it open.", "子进程继承了套接字，还没有关闭它。"}, []string{"close.last-reference", "fork.bound"}},
		},
		Do: []Text{
			{"Servers: set SO_REUSEADDR before bind (Python's create_server does so on POSIX systems). On Windows it lets another program take the port: use SO_EXCLUSIVEADDRUSE there.", "服务器：bind 之前设置 SO_REUSEADDR（Python 的 create_server 在 POSIX 系统上会设）。在 Windows 上它会让别的程序抢走端口，应改用 SO_EXCLUSIVEADDRUSE。"},
			{"Who has it? ss -tlnp (Linux), lsof -i :PORT (macOS), netstat -ano (Windows). In tests take port 0.", "谁占着？ss -tlnp（Linux）、lsof -i :端口（macOS）、netstat -ano（Windows）。测试里用端口 0。"},
		},
	},
	{
		ID: "EADDRNOTAVAIL", Errnos: []string{"EADDRNOTAVAIL"},
		Means: Text{"This machine does not have the address, or has no port left for a client.", "本机没有这个地址，或者没有可分给客户端的端口了。"},
		Causes: []Point{
			{Text{"bind to an address of another machine: to the public address behind a NAT, for example.", "bind 到别的机器的地址，例如 NAT 后面的公网地址。"}, []string{"bind.failure-reported", "bind.claims-address"}},
			{Text{"connect of a bound socket to where it has a connection already.", "绑定过的套接字去连接它已有连接的地址。"}, []string{"connect.same-pair"}},
			{Text{"Very many connections to one server: all ports of the client are in use or in TIME-WAIT.", "对同一个服务器的连接太多：客户端的端口都在使用中，或处于 TIME-WAIT。"}, nil},
		},
		Do: []Text{{"Bind to 0.0.0.0 (every address) or to one that ip addr lists. Keep connections, instead of one for each request.", "绑定 0.0.0.0（所有地址），或者 ip addr 列出的某个地址。重复使用连接，而不是每个请求一个。"}},
	},
	{
		ID: "EACCES", Errnos: []string{"EACCES", "EPERM"},
		Means: Text{"The system forbids it to this user.", "系统不允许当前用户这样做。"},
		Causes: []Point{
			{Text{"bind to a port below 1024 without privileges.", "没有特权却 bind 到 1024 以下的端口。"}, []string{"bind.failure-reported"}},
			{Text{"A broadcast address without SO_BROADCAST; a firewall of this machine (EPERM of send); a Unix path that may not be written.", "没有设 SO_BROADCAST 就发往广播地址；本机防火墙（send 报 EPERM）；没有写权限的 Unix 套接字路径。"}, nil},
			{Text{"connect: a router said by ICMP that it is prohibited.", "connect：路由器用 ICMP 说禁止访问。"}, []string{"peer.icmp-connect"}},
		},
		Do: []Text{{"Take a port from 1024 on, and have a proxy or the service manager take the low one.", "用 1024 以上的端口，低端口交给代理或服务管理器。"}},
	},
	{
		ID: "ENOENT", Errnos: []string{"ENOENT", "ENOTDIR", "ENAMETOOLONG"}, Words: []string{"ErrNotExist"},
		Means: Text{"The path of a Unix socket leads nowhere, or is too long: 107 bytes on Linux, 103 on macOS.", "Unix 套接字的路径不通，或者太长：Linux 上最多 107 字节，macOS 上 103。"},
		Causes: []Point{
			{Text{"connect: nobody has bound there, or the file was removed.", "connect：没有人绑定过那里，或者文件被删了。"}, []string{"client.connect-failure"}},
			{Text{"bind: the folder does not exist, or a part of the path is no folder.", "bind：文件夹不存在，或者路径中某一段不是文件夹。"}, []string{"bind.path"}},
		},
		Do: []Text{{"Look at the path, and from which folder it is relative. Take a short one, in a temporary folder.", "检查路径，以及它相对于哪个文件夹。用短路径，放在临时文件夹里。"}},
	},
}

// arguments are the errors that say: this cannot be asked of this socket.
var arguments = []Error{
	{
		ID: "EINVAL", Errnos: []string{"EINVAL"},
		Means: Text{"The call does not fit the state of the socket, or an argument does not fit the call.", "这个调用与套接字的状态不符，或者参数与调用不符。"},
		Causes: []Point{
			{Text{"accept on a socket that does not listen: listen was forgotten, or shutdown has ended it.", "在没有监听的套接字上 accept：忘了 listen，或者 shutdown 结束了监听。"}, []string{"errors.connecting", "shutdown.listener-read"}},
			{Text{"bind of a socket that is bound or connected; listen on one that is connected.", "再次 bind 已绑定或已连接的套接字；在已连接的套接字上 listen。"}, []string{"errors.connected", "errors.rebind-after-reset"}},
			{Text{"recv with MSG_OOB where no urgent byte is.", "没有紧急字节时用 MSG_OOB 接收。"}, []string{"urgent.none", "urgent.inline"}},
			{Text{"An argument that cannot be: the length of an address or of an option, a negative timeout.", "参数不可能成立：地址或选项的长度不对、负的超时。"}, []string{"option.tells", "timeout.modes"}},
		},
		Do: []Text{{"Check the order: socket, bind, listen, accept; socket, connect, send and recv. The grid says which call in which state.", "检查顺序：socket、bind、listen、accept；socket、connect、send 与 recv。表格说明了哪个状态下哪个调用会这样。"}},
	},
	{
		ID: "EOPNOTSUPP", Errnos: []string{"EOPNOTSUPP"},
		Means: Text{"Sockets of this type do not have this call or flag.", "这种类型的套接字没有这个调用或标志。"},
		Causes: []Point{
			{Text{"listen or accept on UDP.", "在 UDP 上 listen 或 accept。"}, []string{"errors.no-destination"}},
			{Text{"MSG_OOB on sockets that have no urgent data.", "在没有紧急数据的套接字上用 MSG_OOB。"}, []string{"urgent.out-of-line"}},
			{Text{"shutdown of, or connect on, a listener, on some systems.", "某些系统上，对监听套接字 shutdown 或 connect。"}, []string{"errors.listener", "shutdown.listener-read"}},
		},
		Do: []Text{{"UDP needs no listen and no accept: bind, then recvfrom.", "UDP 不需要 listen 和 accept：bind 之后直接 recvfrom。"}},
	},
	{
		ID: "ENOPROTOOPT", Errnos: []string{"ENOPROTOOPT"},
		Means: Text{"The protocol or the system does not have this option.", "协议或系统没有这个选项。"},
		Causes: []Point{
			{Text{"An option of another level, or of another system.", "选项属于别的层次，或别的系统。"}, []string{"option.unknown"}},
			{Text{"An option that can be read and not set.", "选项只能读，不能设。"}, []string{"option.tells"}},
		},
		Do: []Text{{"Look at the level: TCP_NODELAY is of IPPROTO_TCP, SO_REUSEADDR of SOL_SOCKET. Without the option go on, if it only tunes.", "检查层次：TCP_NODELAY 属于 IPPROTO_TCP，SO_REUSEADDR 属于 SOL_SOCKET。如果选项只用于调优，没有它也可以继续。"}},
	},
	{
		ID: "EAFNOSUPPORT", Errnos: []string{"EAFNOSUPPORT", "EPROTONOSUPPORT", "EPROTOTYPE", "ESOCKTNOSUPPORT"},
		Means: Text{"There is no such family, type or protocol here, or they do not go together.", "这里没有这样的地址族、类型或协议，或者它们不能搭配。"},
		Causes: []Point{
			{Text{"socket with a combination that there is not.", "socket 的参数组合不存在。"}, []string{"errors.socket"}},
			{Text{"An address of another family: IPv6 for a socket of IPv4.", "地址属于别的地址族：IPv4 套接字用了 IPv6 地址。"}, []string{"bind.family"}},
			{Text{"A machine without IPv6.", "机器没有 IPv6。"}, nil},
		},
		Do: []Text{{"Make the socket from what getaddrinfo returns: family, type and protocol, and its address, together. create_connection does.", "用 getaddrinfo 返回的一整套（地址族、类型、协议和地址）创建套接字。create_connection 就是这样做的。"}},
	},
	{
		ID: "EBADF", Errnos: []string{"EBADF", "ENOTSOCK"}, Words: []string{"ErrClosed"},
		Seen:  []Seen{{"Go", "use of closed network connection; errors.Is(err, net.ErrClosed)"}},
		Means: Text{"The socket is closed, or the number is none of a socket.", "套接字已经关闭，或者这个号码不是套接字的。"},
		Causes: []Point{
			{Text{"A call after close: by another thread, by a with block that has ended, or because nothing referred to the socket any more.", "close 之后的调用：别的线程关了它、with 块结束了，或者没有变量再引用它。"}, []string{"errors.closed", "thread.state-shared"}},
			{Text{"Another thread closed it while this one was waiting.", "这个线程还在等待时，另一个线程关闭了它。"}, []string{"thread.close-does-not-wake", "readiness.closed-elsewhere"}},
		},
		Do: []Text{{"Find who closed it. To end another thread's call use shutdown, and close when it has returned.", "找出是谁关的。要结束别的线程的调用，用 shutdown，等它返回后再 close。"}},
	},
}

// limits are the errors of what is too long or too many.
var limits = []Error{
	{
		ID: "EMSGSIZE", Errnos: []string{"EMSGSIZE"},
		Means: Text{"The datagram is longer than can be sent at once; nothing of it was sent. On Windows also of recv: the datagram was cut.", "数据报太长，无法一次发出；一个字节也没有发送。在 Windows 上 recv 也会报：数据报被截断了。"},
		Causes: []Point{
			{Text{"More than 65,507 bytes over UDP and IPv4, or than the system's own limit.", "IPv4 上的 UDP 超过 65,507 字节，或超过系统自己的上限。"}, []string{"datagram.limit"}},
			{Text{"More buffers in one call than IOV_MAX, or none.", "一次调用的缓冲区多于 IOV_MAX，或者一个也没有。"}, []string{"vector.limit", "vector.empty"}},
			{Text{"Windows: a buffer for recv that is shorter than the datagram.", "Windows：recv 的缓冲区比数据报短。"}, []string{"recv.datagram-cut"}},
		},
		Do: []Text{{"Send less: about 1,200 bytes pass everywhere without being cut on the way. For more take TCP.", "发少一点：大约 1200 字节在任何地方都不会被分片。更多的数据请用 TCP。"}},
	},
	{
		ID: "EMFILE", Errnos: []string{"EMFILE"},
		Means: Text{"The process has as many descriptors open as it may. Of accept: the client stays in the queue.", "进程打开的描述符已到上限。若来自 accept：客户端仍留在队列里。"},
		Causes: []Point{
			{Text{"Sockets are not closed: each connection that ends has to be closed by you as well. Look for CLOSE_WAIT.", "套接字没有关闭：每个结束的连接，你自己也要关闭。看看有没有 CLOSE_WAIT。"}, []string{"close.passive-fin"}},
			{Text{"There really are as many clients.", "客户端确实有这么多。"}, nil},
		},
		Do: []Text{
			{"Count them: ls /proc/PID/fd | wc -l. Close what has ended, with a with block or finally. Raise the limit: ulimit -n.", "数一数：ls /proc/PID/fd | wc -l。用 with 块或 finally 关闭已结束的。提高上限：ulimit -n。"},
			{"In accept loops pause before you try again: the listener stays readable, and the loop would spin.", "accept 循环里停一会儿再试：监听套接字一直可读，否则循环会空转。"},
		},
	},
	{
		ID: "ENOBUFS", Errnos: []string{"ENOBUFS"},
		Means: Text{"The system has no room left for this, now or by a limit of its own.", "系统没有空间了，是暂时的，或是它自己的某个上限。"},
		Causes: []Point{
			{Text{"BSD and macOS: a datagram for which a queue has no room, where Linux waits or says EAGAIN.", "BSD 和 macOS：队列放不下一个数据报时；Linux 则等待，或给出 EAGAIN。"}, []string{"errors.unix", "send.buffer-full"}},
			{Text{"Limits of the system: memory of the network, memberships of groups, ports (Windows).", "系统的上限：网络内存、组播成员数、端口（Windows）。"}, nil},
		},
		Do: []Text{{"Send datagrams more slowly, and try again after a moment.", "放慢发送数据报的速度，过一会儿再试。"}},
	},
}
