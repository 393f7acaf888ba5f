package asked

// silences are what is seen without any error.
var silences = []Error{
	{
		ID: "empty-recv", Title: Text{"recv returns nothing: b''", "recv 返回空：b''"},
		Seen:  []Seen{{"Python", "b''"}, {"C", "0"}, {"Go", "io.EOF"}},
		Means: Text{"The end of the stream: the peer sends no more, and never will. It is no error, and it does not mean that nothing has come yet: then recv waits.", "流的结尾：对端不再发送，以后也不会。这不是错误，也不表示“数据还没到”：那种情况下 recv 会等待。"},
		Causes: []Point{
			{Text{"The peer has closed, or shut down its sending side; it may still read.", "对端关闭了，或者关闭了写方向；它可能还在读。"}, []string{"recv.end-of-stream", "close.shutdown"}},
			{Text{"The peer's process has ended.", "对端进程结束了。"}, []string{"fork.kill-unread-resets"}},
			{Text{"You asked for 0 bytes, or shut down your own reading side.", "你要的是 0 个字节，或者关闭了自己的读方向。"}, []string{"recv.end-of-stream", "shutdown.datagram-read"}},
			{Text{"A reset was told before, by another call.", "重置已经由别的调用报告过。"}, []string{"errors.reset-hidden", "errors.after"}},
			{Text{"UDP: somebody sent an empty datagram. The next one may be longer.", "UDP：有人发了一个空数据报。下一个可能不空。"}, []string{"client.empty-send"}},
		},
		Do: []Text{{"End the loop, and close the socket. if not data: break is the line that beginners forget; without it the loop spins.", "结束循环并关闭套接字。初学者常忘的就是 if not data: break 这一行；没有它，循环会空转。"}},
	},
	{
		ID: "hang", Title: Text{"The program hangs", "程序卡住不动"},
		Seen:  []Seen{{"Linux", "ss -tn: Recv-Q and Send-Q; py-spy dump, gdb: the line that waits"}},
		Means: Text{"A call waits for something that does not come: without a timeout it may wait for ever.", "某个调用在等一个不会到来的东西：没有超时，它可能永远等下去。"},
		Causes: []Point{
			{Text{"Both sides receive, each waiting for the other to say something.", "双方都在接收，都等对方先说。"}, []string{"recv.blocks"}},
			{Text{"The receiver waits for the end, and the sender neither closes nor shuts down; or another process still has the socket.", "接收方在等流的结尾，而发送方既不 close 也不 shutdown；或者别的进程还持有这个套接字。"}, []string{"recv.end-of-stream", "close.last-reference", "close.shutdown"}},
			{Text{"Both sides send, and nobody reads: the buffers are full.", "双方都在发送，没人读：缓冲区满了。"}, []string{"send.buffer-full", "peer.zero-window"}},
			{Text{"The server serves one client at a time, and another is first.", "服务器一次只服务一个客户端，前面还有别人。"}, []string{"server.one-at-a-time"}},
			{Text{"The peer has vanished without a word.", "对端无声无息地消失了。"}, []string{"peer.vanished", "option.keepalive"}},
			{Text{"Another thread closed the socket: that need not end a call that waits.", "别的线程关闭了套接字：这不一定会结束正在等待的调用。"}, []string{"thread.close-does-not-wake"}},
		},
		Do: []Text{
			{"Give every socket a timeout: settimeout(10). The traceback then has the line.", "给每个套接字设超时：settimeout(10)。这样错误信息里就有是哪一行。"},
			{"Agree on where a message ends: a length before it, a line break, or the end of the stream.", "约定消息在哪里结束：前面写上长度、用换行，或者用流的结尾。"},
		},
	},
	{
		ID: "short-recv", Title: Text{"recv returns less than was sent: messages are cut, or stick together", "recv 收到的比发送的少：消息被拆开，或粘在一起（粘包）"},
		Seen:  []Seen{{"Python", "recv(1024) returns half a message; JSONDecodeError, struct.error: unpack requires a buffer of 8 bytes"}},
		Means: Text{"A stream has no messages. recv returns what is there, at least one byte and at most what was asked for, however it was sent.", "字节流里没有消息。recv 有多少返回多少：至少一个字节，至多所要的数量，与发送时怎么分段无关。"},
		Causes: []Point{
			{Text{"Less had arrived when recv was called.", "调用 recv 时只到了这么多。"}, []string{"recv.returns-early"}},
			{Text{"Two sends arrived together, or one in pieces.", "两次 send 一起到达，或一次 send 分几段到达。"}, []string{"recv.no-boundaries"}},
			{Text{"More was sent than was asked for: the rest comes with the next recv.", "发来的比要的多：剩下的由下一次 recv 取走。"}, []string{"recv.excess-kept", "recv.nothing-deleted"}},
			{Text{"The same of send: it may take a part only. sendall goes on.", "send 也一样：可能只收下一部分。sendall 会继续发完。"}, []string{"send.returns-count", "sendall.everything"}},
			{Text{"UDP: the rest of a datagram that did not fit is gone.", "UDP：数据报放不下的部分就没了。"}, []string{"recv.datagram-cut"}},
		},
		Do: []Text{{"Receive in a loop until the message is whole: send its length first, or end it with a line break (makefile().readline()). MSG_WAITALL helps on blocking sockets only.", "循环接收，直到消息完整：先发长度，或以换行结尾（makefile().readline()）。MSG_WAITALL 只对阻塞的套接字有用。"}},
	},
	{
		ID: "CLOSE_WAIT", Words: []string{"CloseWait"},
		Title: Text{"CLOSE_WAIT in a list of connections", "连接列表里的 CLOSE_WAIT"},
		Seen:  []Seen{{"ss -tn, netstat -an", "CLOSE-WAIT, CLOSE_WAIT"}},
		Means: Text{"The peer has closed, and your program has not: it has to. It stays so for as long as the program lives.", "对端已经关闭，而你的程序还没有：该你关了。只要程序活着，它就一直这样。"},
		Causes: []Point{
			{Text{"The program does not read, and so does not see the end; or it sees it, and does not close.", "程序不去读，所以看不到结尾；或者看到了却不关闭。"}, []string{"close.passive-fin", "recv.end-of-stream"}},
			{Text{"It has closed, and a child process or a duplicate has the socket still.", "程序关了，但子进程或副本还持有这个套接字。"}, []string{"close.last-reference"}},
		},
		Do: []Text{{"Close each connection in finally or a with block, also where an error ends the loop. No setting of the system helps.", "在 finally 或 with 块里关闭每个连接，循环因出错而结束时也一样。调系统参数没有用。"}},
	},
	{
		ID: "TIME_WAIT", Words: []string{"TimeWait"},
		Title: Text{"TIME_WAIT in a list of connections", "连接列表里的 TIME_WAIT"},
		Seen:  []Seen{{"ss -tan, netstat -an", "TIME-WAIT, TIME_WAIT"}},
		Means: Text{"You closed first, and the connection is over; the system keeps its two addresses for a minute or so, for what may still be on its way. This is how it should be.", "你先关闭，连接已经结束；系统把这对地址再保留一分钟左右，以应付还在路上的报文段。这是正常的。"},
		Causes: []Point{
			{Text{"The side that closes first is the one that waits.", "谁先关闭，谁就等待。"}, []string{"close.active-fin", "close.final-ack"}},
			{Text{"It keeps a server from binding its port again, unless SO_REUSEADDR is set.", "它会妨碍服务器再次绑定端口，除非设了 SO_REUSEADDR。"}, []string{"bind.freed-by-close", "reuse.matrix"}},
		},
		Do: []Text{{"Nothing; servers set SO_REUSEADDR. Where ports run out, keep connections, or have the other side close first. Do not use SO_LINGER with 0: it resets.", "什么也不用做；服务器设 SO_REUSEADDR。端口不够时，重复使用连接，或让对方先关闭。不要用 SO_LINGER 加 0：那会重置连接。"}},
	},
	{
		ID: "forty-ms", Words: []string{"TCP_NODELAY"},
		Title: Text{"Every answer takes 40 ms (or 200)", "每次应答都要 40 毫秒（或 200 毫秒）"},
		Seen:  []Seen{{"A timer", "40 ms on Linux, 200 ms on Windows, where the network takes 1"}},
		Means: Text{"Two mechanisms wait for each other: yours holds a small piece back until the earlier one is acknowledged (Nagle's algorithm), and the peer's delays the acknowledgement.", "两个机制在互相等待：你这边要等前一段被确认才发小块数据（Nagle 算法），对端则延迟确认。"},
		Causes: []Point{
			{Text{"The program sends a message in two pieces, the head and the body, and then waits for the answer.", "程序把一条消息分两次发送（头部和正文），然后等待应答。"}, []string{"option.nodelay"}},
		},
		Do: []Text{{"Send a message with one sendall; or set TCP_NODELAY on both sides.", "用一次 sendall 发送整条消息；或在两端都设置 TCP_NODELAY。"}},
	},
}
