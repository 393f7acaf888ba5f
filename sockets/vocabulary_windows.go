package sockets

import "golang.org/x/sys/windows"

// Address families; see Winsock's socket. AF_PACKET is Linux's alone.
const (
	AF_UNSPEC Family = windows.AF_UNSPEC
	AF_INET   Family = windows.AF_INET
	AF_INET6  Family = windows.AF_INET6
	AF_UNIX   Family = windows.AF_UNIX
	AF_PACKET Family = absent
)

// Socket types; see Winsock's socket. Not every family has every type.
const (
	SOCK_STREAM    Type = windows.SOCK_STREAM
	SOCK_DGRAM     Type = windows.SOCK_DGRAM
	SOCK_SEQPACKET Type = windows.SOCK_SEQPACKET
	SOCK_RAW       Type = windows.SOCK_RAW
)

// Flags that a type may have with it, which Windows does not have.
const (
	SOCK_NONBLOCK Type = absent
	SOCK_CLOEXEC  Type = absent
)

// Protocols; see the IANA protocol numbers.
const (
	IPPROTO_TCP    Protocol = windows.IPPROTO_TCP
	IPPROTO_UDP    Protocol = windows.IPPROTO_UDP
	IPPROTO_ICMP   Protocol = 1
	IPPROTO_IPV6   Protocol = windows.IPPROTO_IPV6
	IPPROTO_ICMPV6 Protocol = 58
)

// Flags of a receive or a send; see Winsock's recv. MSG_DONTWAIT, MSG_TRUNC, MSG_EOR and
// MSG_CTRUNC do not exist on Windows, or not for these calls.
const (
	MSG_PEEK     Flag = windows.MSG_PEEK
	MSG_WAITALL  Flag = windows.MSG_WAITALL
	MSG_DONTWAIT Flag = absent
	MSG_TRUNC    Flag = absent
	MSG_OOB      Flag = windows.MSG_OOB
	MSG_EOR      Flag = absent
	MSG_CTRUNC   Flag = absent
)

// MSG_NOSIGNAL does not exist on Windows, and neither does SIGPIPE.
const MSG_NOSIGNAL Flag = absent

// Sides of a connection; see Winsock's shutdown.
const (
	SHUT_RD   How = windows.SHUT_RD
	SHUT_WR   How = windows.SHUT_WR
	SHUT_RDWR How = windows.SHUT_RDWR
)

// Bits of a Readiness; see WSAPoll. Winsock's POLLIN is two bits, of which POLLPRI here
// is the one, and its POLLPRI is one that it does not support.
const (
	POLLIN   Readiness = 0x100 // POLLRDNORM: a receive or an accept does not wait
	POLLPRI  Readiness = 0x200 // POLLRDBAND: urgent data is there
	POLLOUT  Readiness = 0x010 // POLLWRNORM: a send does not wait
	POLLERR  Readiness = 0x001 // an error has occurred
	POLLHUP  Readiness = 0x002 // the connection was aborted; see Socket.Ready
	POLLNVAL Readiness = 0x004 // it is no SOCKET
)

// Levels and names of socket options; see Winsock's setsockopt. SO_REUSEPORT
// does not exist on Windows.
const (
	SOL_SOCKET   = windows.SOL_SOCKET
	SO_REUSEADDR = windows.SO_REUSEADDR
	SO_REUSEPORT = absent
	SO_LINGER    = windows.SO_LINGER
	SO_RCVBUF    = windows.SO_RCVBUF
	SO_SNDBUF    = windows.SO_SNDBUF
	SO_KEEPALIVE = windows.SO_KEEPALIVE
	SO_BROADCAST = windows.SO_BROADCAST
	SO_ERROR     = 0x1007
	SO_TYPE      = 0x1008

	SO_ACCEPTCONN = 0x0002
	SO_OOBINLINE  = 0x0100
	SO_RCVLOWAT   = 0x1004
	SO_SNDLOWAT   = 0x1003

	TCP_NODELAY = windows.TCP_NODELAY
	IPV6_V6ONLY = windows.IPV6_V6ONLY
)
