package sockets

// Flags that a type may have with it, which macOS does not have.
const (
	SOCK_NONBLOCK Type = absent
	SOCK_CLOEXEC  Type = absent
)

// MSG_NOSIGNAL is SO_NOSIGPIPE on macOS, an option that package sockets sets.
const MSG_NOSIGNAL Flag = absent
