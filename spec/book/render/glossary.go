package render

// A term is a word of the book, explained for somebody who meets it here first.
type term struct{ ID, Name, NameZH, Says, SaysZH string }

// glossary is in the order in which one needs the words.
var glossary = []term{
	{"socket", "socket", "套接字", "One endpoint of a communication, as a program holds it. A connected one has a local address and the address of its peer.", "程序手里的一个通信端点。已连接的套接字有一个本地地址和一个对端地址。"},
	{"peer", "peer", "对端", "Whoever is at the other end.", "连接另一头的那一方。"},
	{"port", "port", "端口", "A number by which a machine tells its sockets apart. A client's is picked by the system.", "机器用来区分各个套接字的号码；客户端的端口由系统挑选。"},
	{"loopback", "loopback", "环回", "The network inside one machine: 127.0.0.1, ::1.", "机器内部的网络：127.0.0.1、::1。"},
	{"stream", "stream", "字节流", "Bytes in order, without boundaries: what TCP gives. What was sent by one call may be received by many.", "有序、没有边界的字节，即 TCP 所提供的。一次发送的数据可能要多次接收。"},
	{"datagram", "datagram", "数据报", "One message that arrives as a whole or not at all: what UDP gives.", "要么整个到达、要么不到达的一条消息，即 UDP 所提供的。"},
	{"segment", "segment", "报文段", "What TCP puts into one packet: numbers, flags such as SYN, ACK, FIN or RST, and perhaps data.", "TCP 放进一个分组里的内容：序号、SYN/ACK/FIN/RST 等标志，可能还有数据。"},
	{"syn", "SYN, ACK", "SYN、ACK", "The flags of the handshake: SYN begins a connection and names the first number, ACK says up to which number everything has come.", "握手用的标志：SYN 开始一个连接并给出初始序号，ACK 说明到哪个序号为止都已收到。"},
	{"fin", "FIN", "FIN", "The flag that says: nothing more comes from here. The peer's recv then returns an empty result, the end of the stream.", "表示“我这边不再发送”的标志；对端的 recv 随后返回空结果，即流的结尾。"},
	{"rst", "RST, reset", "RST，重置", "The flag that ends a connection at once and in both directions. The peer gets an error: ECONNRESET.", "立即从两个方向终止连接的标志；对端得到错误 ECONNRESET。"},
	{"buffer", "send buffer, receive buffer", "发送缓冲区、接收缓冲区", "Where the system keeps what a program has sent and the peer has not yet acknowledged, and what has arrived and was not yet read. SO_SNDBUF and SO_RCVBUF are their sizes, by default or as asked for.", "系统存放数据的地方：已发送而对端尚未确认的，以及已到达而程序尚未读取的。SO_SNDBUF、SO_RCVBUF 是它们的大小。"},
	{"queue", "accept queue, backlog", "接受队列、backlog", "Connections that the system has made and that the program has not accepted yet. The backlog, the argument of listen, is a hint how many.", "系统已建立、程序还没有 accept 的连接。listen 的参数 backlog 只是关于其长度的一个提示。"},
	{"blocking", "blocking, would-block", "阻塞、would-block", "A blocking call waits until it can be done. A non-blocking one fails instead, with would-block: EAGAIN or EWOULDBLOCK.", "阻塞的调用会一直等到能完成为止；非阻塞的调用则以 would-block（EAGAIN 或 EWOULDBLOCK）失败。"},
	{"time-wait", "TIME-WAIT", "TIME-WAIT", "The state of the side that closed first, for a minute or so: it answers stragglers, and keeps the pair of addresses from being used again too soon.", "先关闭的一方在随后一分钟左右所处的状态：回应迟到的报文段，并防止这对地址过早被重用。"},
	{"linger", "SO_LINGER", "SO_LINGER", "An option that makes close wait until the data has been taken or, with the time 0, throw it away and reset.", "一个选项：让 close 等到数据被取走；时间为 0 时则丢弃数据并重置连接。"},
	{"stack", "stack", "协议栈", "An implementation of sockets and of TCP/IP that is put under the specs: a kernel, a library such as gVisor's netstack, a language's module.", "接受检验的套接字与 TCP/IP 实现：内核、gVisor netstack 这样的库，或某种语言的模块。"},
	{"spec", "spec", "规格", "One sentence about sockets and the few lines of a program that show it, or fail.", "关于套接字的一句话，连同证明它（或失败）的几行程序。"},
	{"capability", "capability", "能力", "Something that not every stack or machine can do, such as a second host or segments that can be held back. Specs that need it are skipped where it is lacking.", "并非每个协议栈或机器都具备的能力，例如第二台主机，或可以扣住报文段。缺少时，需要它的规格会被跳过。"},
	{"expected-failure", "expected failure", "预期的失败", "A spec that a stack is known to fail, with the place where that is written down. The run fails on the day it passes.", "已知某协议栈通不过的规格，并注明记录于何处。哪天它通过了，整次运行就会失败。"},
	{"wire", "the wire", "线路", "What joins the two hosts of a spec: every segment passes through the specs' hands, which can hold it back, drop it or repeat it.", "连接规格中两台主机的线路：每个报文段都经过规格之手，可以被扣住、丢弃或重复。"},
	{"ladder", "ladder diagram", "梯形图", "Two hosts as two lines, time downwards, and what they sent as arrows between them. Beside the lines stand the calls of the programs.", "两台主机画成两条竖线，时间向下，发送的内容是其间的箭头，线旁是程序的调用。"},
}
