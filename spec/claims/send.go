package claims

var send = Chapter{
	Name:     "send",
	Folder:   "tutorial/send",
	Sections: []string{"send", "buffers", "full", "sendall", "wire", "sendall_failure", "sendall_concurrent"},
	Title:    "send and sendall",
	TitleZH:  "send 与 sendall：发送",
	Claims: []Claim{
		{
			ID:      "send.returns-count",
			Says:    "send returns how much it has sent.",
			SaysZH:  "send 会告诉你发出了多少。",
			Verdict: Holds,
			Level:   Shall,
			Clauses: []Clause{
				posix("send", "“Upon successful completion, send() shall return the number of bytes sent.”"),
				posixSockets(7, "Socket I/O Mode", "Without blocking, a transfer “shall complete immediately, transfer only as much as is available, and then return”."),
				pySocket("send", "“Applications are responsible for checking that all data has been sent”."),
			},
			Notes: []Note{
				{"Linux", "A blocking send waits until the kernel has taken all of the data; it returns less only if something cuts it short, such as a signal."},
				{"CPython", "Without a timeout it makes the system's blocking call. With one it waits until there is some room and sends once without blocking, so that a count below the length is common."},
				{"package sockets", "Send waits while nothing fits, and returns the count of the first success, which may be below the length."},
			},
		},
		{
			ID:      "send.counts-bytes",
			Says:    "send takes a text string and returns the number of characters sent.",
			SaysZH:  "send 的参数是文本字符串，返回的是发出的字符数。",
			Verdict: Refuted,
			Level:   Shall,
			Truth:   "It takes bytes and counts bytes: three Chinese characters in UTF-8 count nine, and Python 3 refuses a text string with a TypeError.",
			TruthZH: "它接收的是字节，数的也是字节：三个汉字用 UTF-8 编码算九个；在 Python 3 中传入文本字符串会引发 TypeError。",
			Clauses: []Clause{
				posix("send", "“Upon successful completion, send() shall return the number of bytes sent.”"),
				pySocket("send", "The argument is named bytes; send “Returns the number of bytes sent.”"),
			},
			Notes: []Note{
				{"CPython", "A str raises TypeError before any system call. The tutorial's programs run on neither Python as printed: Python 3 refuses their text, Python 2 their print calls."},
			},
		},
		{
			ID:        "send.buffer-full",
			Amendment: true,
			Says:      "When the peer does not read, the buffers fill: then a blocking send waits, one with a timeout times out, and a non-blocking one fails with would-block.",
			SaysZH:    "对端不读，缓冲区就会写满：此时阻塞的 send 一直等待，设了超时的会超时，非阻塞的立即报“会阻塞”错误。",
			Verdict:   Holds,
			Level:     Shall,
			Clauses: []Clause{
				posix("send", "Without space, and without O_NONBLOCK, “send() shall block until space is available.”"),
				posix("send", "[EAGAIN] or [EWOULDBLOCK]: “The socket's file descriptor is marked O_NONBLOCK and the requested operation would block.”"),
				python("socket, notes on timeouts", "socket.html#notes-on-socket-timeouts", "“operations fail if they cannot be completed within the timeout specified for the socket”."),
			},
			Notes: []Note{
				{"Linux", "Over loopback, in pieces of 1 MB 2.6 to 3.9 MB were taken before EAGAIN, by the kernel (6.12 to 7.2), the last piece in part. SO_SNDBUF of 1 MiB reads 425,984 up to 6.12, and 2,097,152 from 6.18 on."},
				{"NetBSD", "Took 49,152 or 81,920 bytes (7.99.34)."},
			},
		},
		{
			ID:      "sendall.everything",
			Says:    "sendall does not return before it has tried to send everything, and returns nothing on success.",
			SaysZH:  "sendall 要尽力把数据全部发完才返回，成功时没有返回值。",
			Verdict: Holds,
			Level:   Shall,
			Clauses: []Clause{
				pySocket("sendall", "It “continues to send data from bytes until either all data has been sent or an error occurs. None is returned on success.”"),
			},
		},
		{
			ID:        "sendall.not-delivery",
			Amendment: true,
			Says:      "Success of sendall means that the local system has taken the data, not that the peer has read it.",
			SaysZH:    "sendall 成功只说明本机系统收下了数据，不说明对端已经读到。",
			Verdict:   Holds,
			Level:     May,
			Clauses: []Clause{
				posix("send", "“Successful completion of a call to send() does not guarantee delivery of the message.”"),
				posixSockets(6, "Socket Types", "“successful return from an output function does not imply that the data has been delivered to the peer or even transmitted from the local system.”"),
			},
		},
		{
			ID:      "sendall.failure",
			Says:    "Both send and sendall raise an error when they fail.",
			SaysZH:  "send 和 sendall 失败时都会抛出异常。",
			Verdict: Holds,
			Level:   Shall,
			Clauses: []Clause{
				posix("send", "[ECONNRESET]: “A connection was forcibly closed by a peer.”"),
				posix("send", "[EPIPE]: “The socket is shut down for writing, or the socket is connection-mode and is no longer connected.”"),
				rfc(9293, "3.6.1", "Data that comes after CLOSE “SHOULD” be answered with “a RST to show that data was lost (SHLD-3)”: where it is not, send goes on succeeding."),
				pySocket("sendall", "“On error, an exception is raised, and there is no way to determine how much data, if any, was successfully sent.”"),
			},
			Notes: []Note{
				{"package sockets", "SendAll fails with a SendAllError, which tells how many bytes had been taken."},
			},
		},
		{
			ID:        "sendall.concurrent",
			Amendment: true,
			Says:      "Two threads may call sendall on one socket at the same time.",
			SaysZH:    "两个线程可以同时在一个套接字上调用 sendall。",
			Verdict:   HoldsIf,
			Level:     May,
			Truth:     "Every byte of both arrives, each call's in order, but one call's bytes may land between the other's unless something makes the calls take turns.",
			TruthZH:   "两次调用的字节都会送达，各自内部的顺序也不变；但若没有机制让它们轮流进行，两边的字节可能互相穿插。",
			Clauses: []Clause{
				pySocket("sendall", "It “continues to send data”: one call may be many sends."),
				rfc(9293, "3.9.1.2", "“Multiple SENDs are served in first come, first served order”: each send is, not each sendall."),
			},
			Notes: []Note{
				{"package sockets", "Whole calls of SendAll on one Socket do not mix; through a Dup, or from another process, they may."},
			},
		},
	},
}
