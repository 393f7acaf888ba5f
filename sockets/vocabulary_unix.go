//go:build unix

package sockets

import "golang.org/x/sys/unix"

// Address families; see socket(2). AF_PACKET is Linux's alone.
const (
	AF_UNSPEC Family = unix.AF_UNSPEC
	AF_INET   Family = unix.AF_INET
	AF_INET6  Family = unix.AF_INET6
	AF_UNIX   Family = unix.AF_UNIX
)

// Socket types; see socket(2). Not every family has every type.
const (
	SOCK_STREAM    Type = unix.SOCK_STREAM
	SOCK_DGRAM     Type = unix.SOCK_DGRAM
	SOCK_SEQPACKET Type = unix.SOCK_SEQPACKET
	SOCK_RAW       Type = unix.SOCK_RAW
)

// Protocols; see the IANA protocol numbers. IPPROTO_ICMP with SOCK_DGRAM sends
// and receives echo messages without privileges where the system allows it.
const (
	IPPROTO_TCP    Protocol = unix.IPPROTO_TCP
	IPPROTO_UDP    Protocol = unix.IPPROTO_UDP
	IPPROTO_ICMP   Protocol = unix.IPPROTO_ICMP
	IPPROTO_IPV6   Protocol = unix.IPPROTO_IPV6
	IPPROTO_ICMPV6 Protocol = unix.IPPROTO_ICMPV6
)

// Flags of a receive or a send; see recv(2).
const (
	MSG_PEEK     Flag = unix.MSG_PEEK     // leave what is received in the buffer
	MSG_WAITALL  Flag = unix.MSG_WAITALL  // wait for all that is asked for; see Socket.Recv
	MSG_DONTWAIT Flag = unix.MSG_DONTWAIT // this call does not wait, whatever the timeout
	MSG_TRUNC    Flag = unix.MSG_TRUNC    // Linux: return a datagram's true length
	MSG_OOB      Flag = unix.MSG_OOB      // TCP's urgent byte
	MSG_EOR      Flag = unix.MSG_EOR      // the end of a record
	MSG_CTRUNC   Flag = unix.MSG_CTRUNC   // comes back: ancillary data did not fit
)

// Sides of a connection; see shutdown(2).
const (
	SHUT_RD   How = unix.SHUT_RD
	SHUT_WR   How = unix.SHUT_WR
	SHUT_RDWR How = unix.SHUT_RDWR
)

// Bits of a Readiness; see poll(2).
const (
	POLLIN   Readiness = unix.POLLIN   // a receive or an accept does not wait
	POLLPRI  Readiness = unix.POLLPRI  // urgent data is there
	POLLOUT  Readiness = unix.POLLOUT  // a send does not wait
	POLLERR  Readiness = unix.POLLERR  // an error is pending
	POLLHUP  Readiness = unix.POLLHUP  // both directions have ended
	POLLNVAL Readiness = unix.POLLNVAL // it is no open descriptor
)

// Levels and names of socket options; see socket(7), ip(7), ipv6(7), tcp(7).
const (
	SOL_SOCKET   = unix.SOL_SOCKET
	SO_REUSEADDR = unix.SO_REUSEADDR
	SO_REUSEPORT = unix.SO_REUSEPORT
	SO_LINGER    = unix.SO_LINGER
	SO_RCVBUF    = unix.SO_RCVBUF
	SO_SNDBUF    = unix.SO_SNDBUF
	SO_KEEPALIVE = unix.SO_KEEPALIVE
	SO_BROADCAST = unix.SO_BROADCAST
	SO_ERROR     = unix.SO_ERROR
	SO_TYPE      = unix.SO_TYPE

	SO_ACCEPTCONN = unix.SO_ACCEPTCONN
	SO_OOBINLINE  = unix.SO_OOBINLINE
	SO_RCVLOWAT   = unix.SO_RCVLOWAT
	SO_SNDLOWAT   = unix.SO_SNDLOWAT

	TCP_NODELAY = unix.TCP_NODELAY
	IPV6_V6ONLY = unix.IPV6_V6ONLY
)
