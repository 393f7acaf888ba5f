package sockets

// What package net sets on a TCP connection; see net.KeepAliveConfig.
const (
	keepAliveSeconds = 15 // both before the first probe and between two of them
	keepAliveProbes  = 9
)

// An optionGroup is a set of options that a program sets itself, or leaves to a view.
type optionGroup = uint32

const (
	noDelay   optionGroup = 1 << iota // TCP_NODELAY
	keepAlive                         // SO_KEEPALIVE, and when probes are sent and how many
)

// optionGroupOf is the group of an option, 0 if a view does not set it.
func optionGroupOf(level, name int) optionGroup {
	switch {
	case level == SOL_SOCKET && name == SO_KEEPALIVE:
		return keepAlive
	case level != int(IPPROTO_TCP):
		return 0
	case name == TCP_NODELAY:
		return noDelay
	case name == tcpKeepIdle, name == tcpKeepInterval, name == tcpKeepCount:
		return keepAlive
	}

	return 0
}

// setAsNet sets the options of a TCP socket that package net sets, each group once.
// What fails is left as it is: it does not matter on a connection that has ended,
// and some systems lack some of the options.
func (s *Socket) setAsNet() {
	if s.typ != SOCK_STREAM || s.family != AF_INET && s.family != AF_INET6 {
		return
	}
	left := ^s.chosen.Load()
	if left&noDelay != 0 {
		_ = s.setOption(int(IPPROTO_TCP), TCP_NODELAY, 1)
	}
	if left&keepAlive != 0 {
		_ = s.setOption(SOL_SOCKET, SO_KEEPALIVE, 1)
		_ = s.setOption(int(IPPROTO_TCP), tcpKeepIdle, keepAliveSeconds)
		_ = s.setOption(int(IPPROTO_TCP), tcpKeepInterval, keepAliveSeconds)
		_ = s.setOption(int(IPPROTO_TCP), tcpKeepCount, keepAliveProbes)
	}
}
