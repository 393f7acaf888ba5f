// Package sockets is the BSD socket interface in Go: one method per call, the
// names of POSIX and Python, real system calls, and the system's own answers.
//
//	conn, err := sockets.New(sockets.AF_INET, sockets.SOCK_STREAM)
//	err = conn.Connect(sockets.MustParseAddr("127.0.0.1:8001"))
//	err = conn.SendAll([]byte("hello"))
//	data, err := conn.Recv(1024) // empty: the peer has closed
//
// It exists to show how sockets behave, so it hides nothing that the system
// does and adds nothing that it does not do: Send may take only a part, Recv
// may return less than was sent, the end of a stream is an empty result and no
// error, the backlog is the number given, and no option is set behind one's
// back. A program that wants a connection rather than the calls beneath it is
// better served by package net.
//
// # Waiting
//
// A call that has to wait parks its goroutine and not a thread: every
// descriptor is non-blocking and, from the first time that a call on it has to
// wait, in the care of the runtime's poller, or on Windows of one of this
// package's own. [Socket.SetTimeout] bounds each call; [Socket.Close] wakes those
// that wait.
//
// The calls of one direction (receiving and accepting; sending and connecting)
// take turns on a socket, in the order in which they came. Waiting for one's
// turn counts against one's own timeout. All methods may be called from several
// goroutines at once.
//
// A call that waits gives what the system gives a blocking one, also where Linux
// tells a non-blocking descriptor less, or nothing: after SHUT_RD, with MSG_WAITALL
// or SO_RCVLOWAT, on a full Unix socket. README.md has the table, and what is not
// the same.
//
// Receiving into a buffer, and sending, allocate nothing; on macOS and the BSDs
// that holds without flags and addresses.
//
// # Errors
//
// What the system refused is an [*os.SyscallError] around its errno, so that
// errors.Is(err, sockets.ECONNREFUSED) holds on every system. A timeout is
// [os.ErrDeadlineExceeded] and a [net.Error]; would-block is [EAGAIN], whose
// own Timeout method also says true: to tell the two apart, ask errors.Is. A
// call on a closed socket fails with [net.ErrClosed]. Arguments that make no
// sense fail with [os.ErrInvalid] before any system call.
//
// # Why there is no interface below Socket
//
// Timeouts and SendAll could sit on a small exported interface (a non-blocking
// call, and readiness) into which another stack is plugged. They do not. What
// could be shared is a loop of twenty lines, while what matters is who holds the
// descriptor during an attempt: a lock that Close must pass, or the poller from
// inside its own, which is what makes Close unable to hit a reused descriptor. An
// interface would either show that to every implementation or give it up. Another
// stack is therefore adapted one level higher, where a spec sees it: as an
// implementation of the same methods.
package sockets
