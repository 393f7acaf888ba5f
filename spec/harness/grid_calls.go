package harness

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"syscall"

	"socketspec/fixtures/stacks"
	"socketspec/sockets"
)

// SocketCalls are the columns of a grid of sockets. What they bind and connect to is
// made by two functions, each when it is needed. What a cell of a column may be:
//
//	bind, listen, close, shut…   ok
//	accept                       conn
//	connect                      ok; EINPROGRESS, that an attempt has begun
//	send, recv, peek             0 B; bytes, for one byte or more; 3 B for so many
//	sockname, peername           lo:port, *:0, …; unnamed, path
//	SO_ERROR                     0; ECONNRESET, told once; ECONNRESET twice
//	ready                        IN, or !IN for not that; several, separated by spaces,
//	                             must all be so
//
// Every cell may also be an errno. EAGAIN is the answer of a call that would wait.
func SocketCalls(bindTo, connectTo func() sockets.Addr) []GridCall {
	return []GridCall{
		{Name: "bind", Page: "bind", Try: func(s Socket) (string, error) { return "ok", s.Bind(bindTo()) }},
		{Name: "listen", Page: "listen", Try: func(s Socket) (string, error) { return "ok", s.Listen(5) }},
		{Name: "accept", Page: "accept", Try: gridAccept},
		{Name: "connect", Page: "connect", Try: func(s Socket) (string, error) { return gridConnect(s, connectTo()) }},
		{Name: "send", Page: "send", Try: gridSend, Matches: matchesBytes},
		{Name: "recv", Page: "recv", Try: func(s Socket) (string, error) { return gridRecv(s) }, Matches: matchesBytes},
		{Name: "peek", Page: "recv", Try: gridPeek, Matches: matchesBytes},
		{Name: "shut RD", Page: "shutdown", Try: gridShutdown(sockets.SHUT_RD)},
		{Name: "shut WR", Page: "shutdown", Try: gridShutdown(sockets.SHUT_WR)},
		{Name: "shut RDWR", Page: "shutdown", Try: gridShutdown(sockets.SHUT_RDWR)},
		{Name: "sockname", Page: "getsockname", Try: gridName(Socket.LocalAddr)},
		{Name: "peername", Page: "getpeername", Try: gridName(Socket.PeerAddr)},
		{Name: "SO_ERROR", Page: "getsockopt", Try: gridError},
		{Name: "ready", Page: "poll", Try: gridReady, Matches: matchesReady},
		{Name: "close", Page: "close", Try: func(s Socket) (string, error) { return "ok", s.Close() }},
	}
}

func gridAccept(s Socket) (string, error) {
	conn, _, err := s.Accept()
	if err == nil {
		Closing(conn)
	}

	return "conn", err
}

// gridConnect tells that an attempt has begun from one that would wait. On Windows
// both have one number.
func gridConnect(s Socket, to sockets.Addr) (string, error) {
	err := s.Connect(to)
	if errors.Is(err, sockets.EINPROGRESS) {
		return "EINPROGRESS", nil
	}

	return "ok", err
}

func gridSend(s Socket) (string, error) {
	n, err := s.Send([]byte("abc"))
	return fmt.Sprintf("%d B", n), err
}

func gridRecv(s Socket, flags ...sockets.Flag) (string, error) {
	data, err := s.Recv(100, flags...)
	return fmt.Sprintf("%d B", len(data)), err
}

func gridPeek(s Socket) (string, error) {
	if err := lacks(stacks.Peek); err != nil {
		return "", err
	}

	return gridRecv(s, sockets.MSG_PEEK)
}

func gridShutdown(how sockets.How) func(s Socket) (string, error) {
	return func(s Socket) (string, error) { return "ok", s.Shutdown(how) }
}

func gridName(get func(Socket) (sockets.Addr, error)) func(s Socket) (string, error) {
	return func(s Socket) (string, error) {
		addr, err := get(s)
		return addrInGrid(addr), err
	}
}

// gridError takes SO_ERROR twice.
func gridError(s Socket) (string, error) {
	var told [2]string
	for i := range told {
		errno, err := s.Option(sockets.SOL_SOCKET, sockets.SO_ERROR)
		if err != nil {
			return "", err
		}
		if told[i] = "0"; errno != 0 {
			told[i] = ErrnoName(syscall.Errno(errno)) //nolint:gosec // The system's own number.
		}
	}
	switch {
	case told[1] == "0":
		return told[0], nil
	case told[0] == told[1]:
		return told[0] + " twice", nil
	}

	return told[0] + ", then " + told[1], nil
}

func gridReady(s Socket) (string, error) {
	if err := lacks(stacks.Readiness); err != nil {
		return "", err
	}
	ready, err := As[stacks.Poller](s).PollNow()

	return ready.String(), err
}

// lacks returns ErrSkipped with the stack's reason if it denies a capability.
func lacks(c stacks.Capability) error {
	if why := under.Supports(c); why != nil {
		return fmt.Errorf("%w: needs %s: %w", ErrSkipped, c, why)
	}

	return nil
}

// matchesBytes has "bytes" be any number of them but 0.
func matchesBytes(value, wanted string) bool {
	return value == wanted || wanted == "bytes" && strings.HasSuffix(value, " B") && value != "0 B"
}

// matchesReady has every word of what is wanted be so.
func matchesReady(value, wanted string) bool {
	if value == wanted {
		return true
	}
	if slices.ContainsFunc(errnos(), func(e named) bool { return e.name == value }) {
		return false // that it fails says nothing of bits
	}
	set := strings.Split(value, "+")
	for word := range strings.FieldsSeq(wanted) {
		bit, not := strings.CutPrefix(word, "!")
		if slices.Contains(set, bit) == not {
			return false
		}
	}

	return true
}
