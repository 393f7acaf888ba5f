package claims

var processes = Chapter{
	Name:     "processes",
	Folder:   "beyond/processes",
	Sections: []string{"bound", "datagrams", "flags", "killed", "exec", "made", "threads", "waiting", "passing", "room"},
	Title:    "Processes and threads: one socket, several holders",
	TitleZH:  "进程与线程：一个套接字，多个持有者",
	Claims: []Claim{
		{
			ID:      "fork.bound",
			Says:    "A socket that two processes have after fork is one socket: bind, listen and connect in the one are seen in the other.",
			SaysZH:  "fork 之后两个进程持有的是同一个套接字：一个进程中的 bind、listen、connect 在另一个进程中也生效。",
			Verdict: Holds,
			Level:   Shall,
			Clauses: []Clause{
				posix("fork", "The child has its own copy of the descriptors, each of which refers to the same open file description as its parent's."),
				posix("close", "The open file description is freed when all descriptors of it are closed."),
			},
		},
		{
			ID:      "fork.datagram",
			Says:    "Two processes that have one UDP socket both receive each datagram.",
			SaysZH:  "两个进程持有同一个 UDP 套接字时，每个数据报两个进程都能收到。",
			Verdict: Refuted,
			Level:   Shall,
			Truth:   "There is one queue: a datagram is received by one of them and no other. Both send from one address.",
			TruthZH: "队列只有一个：每个数据报只会被其中一个进程收到。两者发送时用同一个地址。",
			Clauses: []Clause{
				posix("fork", "The descriptors of both refer to the same open file description."),
				posixSockets(11, "Socket Receive Queue", "The queue is the socket's, and holds what was received until a receive call removes it."),
			},
		},
		{
			ID:      "fork.nonblock-shared",
			Says:    "What one process has set with O_NONBLOCK, or has received, is its own affair.",
			SaysZH:  "一个进程设置 O_NONBLOCK 或接收数据，只是它自己的事。",
			Verdict: Refuted,
			Level:   Shall,
			Truth:   "O_NONBLOCK and the place in the stream belong to the socket that both have: they change for the other as well. FD_CLOEXEC alone is each descriptor's own.",
			TruthZH: "O_NONBLOCK 和流中的位置属于两者共有的套接字，对另一个进程同样改变；只有 FD_CLOEXEC 是各描述符自己的。",
			Clauses: []Clause{
				posix("fcntl", "F_SETFL sets the flags of the open file description, O_NONBLOCK among them; F_SETFD sets those of the descriptor, FD_CLOEXEC among them."),
				posix("fork", "The descriptors of both refer to the same open file description."),
			},
		},
		{
			ID:      "fork.kill-unread-resets",
			Says:    "A process that is killed ends its connections in order.",
			SaysZH:  "进程被杀死时，它的连接会正常结束。",
			Verdict: HoldsIf,
			Level:   Should,
			Truth:   "It does if nothing received is unread; else its end resets the connection, as a close does. Nothing happens while another process has it.",
			TruthZH: "前提是没有未读的数据；否则会像 close 一样重置连接。只要还有别的进程持有它，就什么也不发生。",
			Clauses: []Clause{
				posix("_exit", "All descriptors of the process are closed. This is so as well when a signal ends it."),
				rfc(9293, "3.6.1", "A host that closes a connection with received data pending should send a RST, to show that data was lost."),
			},
			Notes: []Note{
				{"Linux", "The peer is told ECONNRESET."},
			},
		},
		{
			ID:      "exec.survives",
			Says:    "A socket survives exec: bound, listening with its queue, or connected with what is unread.",
			SaysZH:  "套接字在 exec 之后依然存在：绑定的地址、监听与其队列、连接与未读的数据都在。",
			Verdict: Holds,
			Level:   Shall,
			Clauses: []Clause{
				posix("exec", "Open descriptors stay open in the new process image, but for those with FD_CLOEXEC. What the open file description is stays unchanged."),
			},
		},
		{
			ID:      "exec.cloexec",
			Says:    "A descriptor with FD_CLOEXEC is closed by exec: the stream ends, or nobody listens any more.",
			SaysZH:  "带 FD_CLOEXEC 的描述符在 exec 时关闭：流结束，或不再有人监听。",
			Verdict: Holds,
			Level:   Shall,
			Clauses: []Clause{
				posix("exec", "Descriptors with FD_CLOEXEC are closed."),
				posix("accept", "FD_CLOEXEC of the new descriptor is clear. Whether O_NONBLOCK is set is not fixed for accept(); with accept4() both are what its flags say."),
			},
			Notes: []Note{
				{"package sockets", "All sockets that it makes and accepts have FD_CLOEXEC, as those of Go and of Python (PEP 446)."},
				{"BSD", "accept was reported to hand O_NONBLOCK on, and not FD_CLOEXEC."},
			},
		},
		{
			ID:      "thread.close-does-not-wake",
			Says:    "To close a descriptor ends the call that another thread has waiting there.",
			SaysZH:  "关闭描述符会结束另一个线程正在其上等待的调用。",
			Verdict: HoldsIf,
			Level:   Observed,
			Truth:   "It may, or the call goes on, and even receives what comes or takes a client: POSIX does not say. Package sockets promises that it ends.",
			TruthZH: "可能会，也可能调用继续等待，甚至收到之后的数据或接受一个客户：POSIX 没有规定。sockets 包承诺它会结束。",
			Clauses: []Clause{
				posix("close", "It deallocates the descriptor, and frees the open file description if it was the last. Of calls under way in other threads it says nothing of sockets."),
				man("close", 2, "It is probably unwise to close descriptors that other threads use in system calls. A blocking call holds a reference to what is open, and completes."),
			},
			Notes: []Note{
				{"Linux", "recv and accept go on: they receive what comes, and take a client. The connection ends when the call has returned."},
				{"NetBSD", "A waiting call was reported to fail with EBADF."},
			},
		},
		{
			ID:      "thread.state-shared",
			Says:    "What one thread does to a socket all threads of its process see.",
			SaysZH:  "一个线程对套接字所做的事，进程中的所有线程都能看到。",
			Verdict: Holds,
			Level:   Shall,
			Clauses: []Clause{
				{"POSIX.1-2024 XBD 3 File Descriptor", "A descriptor identifies an open file within a process: it is the process's, and not a thread's.", posixURL + "basedefs/V1_chap03.html"},
			},
			Notes: []Note{
				{"Linux", "A call that waits goes on when another thread has set O_NONBLOCK; the next one does not wait."},
			},
		},
		{
			ID:      "passing.same-description",
			Says:    "A descriptor that is passed over a Unix socket refers to the same open socket in the other process.",
			SaysZH:  "通过 Unix 套接字传递的描述符，在另一个进程中指向同一个打开的套接字。",
			Verdict: Holds,
			Level:   Shall,
			Clauses: []Clause{
				{"POSIX.1-2024 <sys/socket.h>", "SCM_RIGHTS says that the data of a control message is the access rights to be sent or received: descriptors.", posixURL + "basedefs/sys_socket.h.html"},
				man("unix", 7, "Descriptors that are passed refer to the same open file description, as if they were made by dup. They are commonly other numbers there."),
			},
		},
		{
			ID:      "passing.in-flight",
			Says:    "A descriptor on its way keeps the socket open, also when the sender has closed it.",
			SaysZH:  "传递途中的描述符会使套接字保持打开，即使发送者已经关闭它。",
			Verdict: Holds,
			Level:   Observed,
			Clauses: []Clause{
				man("unix", 7, "What is passed refers to the open file description, as a duplicate does; RLIMIT_NOFILE also bounds how many are in flight."),
				posix("close", "The open file description is freed when all descriptors of it are closed."),
			},
		},
		{
			ID:      "passing.listener",
			Says:    "A listener can be passed: the other process accepts, and takes those who had come before.",
			SaysZH:  "监听套接字也可以传递：另一个进程可以接受连接，包括之前已排队的客户。",
			Verdict: Holds,
			Level:   Shall,
			Clauses: []Clause{
				{"POSIX.1-2024 <sys/socket.h>", "SCM_RIGHTS passes descriptors, of whatever.", posixURL + "basedefs/sys_socket.h.html"},
				posix("accept", "It takes the first connection of the queue of the socket, whoever has it."),
			},
		},
		{
			ID:      "passing.no-room",
			Says:    "Where there is no room for a descriptor it is kept for the next call.",
			SaysZH:  "没有空间存放传来的描述符时，它会留给下一次调用。",
			Verdict: Refuted,
			Level:   Shall,
			Truth:   "It is cut, MSG_CTRUNC says so, and the text is received all the same. No later call brings it; on Linux it is closed.",
			TruthZH: "它会被截掉，由 MSG_CTRUNC 告知，正文照常收到。之后的调用不会再带来它；在 Linux 上它被关闭。",
			Clauses: []Clause{
				posix("recvmsg", "Control data that there is no room for is truncated, and MSG_CTRUNC is set."),
				man("unix", 7, "If the buffer is too small for the descriptors, the rest is closed in the receiving process, and MSG_CTRUNC is set."),
			},
		},
	},
}
