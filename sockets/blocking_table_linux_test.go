package sockets_test

import (
	"testing"

	"golang.org/x/sys/unix"

	"socketspec/sockets"
)

type events = []func(t *testing.T, p *place)

const (
	inet, local                                 = sockets.AF_INET, sockets.AF_UNIX
	stream, dgram, records                      = sockets.SOCK_STREAM, sockets.SOCK_DGRAM, sockets.SOCK_SEQPACKET
	rd, wr, rdwr                                = sockets.SHUT_RD, sockets.SHUT_WR, sockets.SHUT_RDWR
	waitAll, peek, outOfBand                    = sockets.MSG_WAITALL, sockets.MSG_PEEK, sockets.MSG_OOB
	recvCall, sendCall, acceptCall, connectCall = uintptr(unix.SYS_RECVFROM), uintptr(unix.SYS_SENDTO), uintptr(unix.SYS_ACCEPT4), uintptr(unix.SYS_CONNECT)
)

var cells = []cell{
	// After one's own SHUT_RD.
	{"UDP connected, SHUT_RD", pairOf(udpPair, shuts(rd)), "recv", recvCall, recvs(9), nil, "0 B", same, nil, nil},
	{"UDP connected, SHUT_RD", pairOf(udpPair, shuts(rd)), "recv MSG_PEEK", recvCall, recvs(9, peek), nil, "0 B", same, nil, nil},
	{"UDP connected, SHUT_RD", pairOf(udpPair, shuts(rd)), "recv 100000", recvCall, recvs(100_000), nil, "0 B", same, nil, nil},
	{"UDP connected, SHUT_RDWR", pairOf(udpPair, shuts(rdwr)), "recv", recvCall, recvs(9), nil, "0 B", same, nil, nil},
	{"UDP connected, SHUT_RD, datagram", pairOf(udpPair, comes(5), shuts(rd)), "recv", recvCall, recvs(9), nil, "5 B", same, nil, nil},
	{"UDP connected, SHUT_RD, datagram", pairOf(udpPair, comes(5), shuts(rd)), "recv 100000", recvCall, recvs(100_000), nil, "5 B", same, nil, nil},
	{"UDP connected", pairOf(udpPair), "recv, then SHUT_RD", recvCall, recvs(9), events{shuts(rd)}, "0 B", same, nil, nil},
	{"UDP connected", pairOf(udpPair), "recv, then SHUT_WR and a datagram", recvCall, recvs(9), events{shuts(wr), peerSends(3)}, "3 B", same, nil, nil},
	{"UDP unconnected", pairOf(udpAlone), "recv, then SHUT_RD", recvCall, recvs(9), events{shuts(rd)}, "0 B", same, nil, nil},
	{"UDP unconnected, SHUT_RD", pairOf(udpAlone, shuts(rd)), "recv", recvCall, recvs(9), nil, "0 B", same, nil, nil},
	{"Unix datagram pair, SHUT_RD", pairOf(dgramPair, shuts(rd)), "recv", recvCall, recvs(9), nil, "0 B", same, nil, nil},
	{"Unix datagram pair, SHUT_RDWR", pairOf(dgramPair, shuts(rdwr)), "recv", recvCall, recvs(9), nil, "0 B", same, nil, nil},
	{"Unix datagram pair", pairOf(dgramPair), "recv, then SHUT_RD", recvCall, recvs(9), events{shuts(rd)}, "0 B", same, nil, nil},
	{"Unix datagram pair", pairOf(dgramPair), "recv, then 3 B", recvCall, recvs(9), events{peerSends(3)}, "3 B", same, nil, nil},
	{"Unix records, SHUT_RD", pairOf(recordPair, shuts(rd)), "recv", recvCall, recvs(9), nil, "0 B", same, nil, nil},
	{"Unix records", pairOf(recordPair), "recv, then SHUT_RD", recvCall, recvs(9), events{shuts(rd)}, "0 B", same, nil, nil},
	{"TCP", pairOf(tcpPair), "recv, then SHUT_RD", recvCall, recvs(9), events{shuts(rd)}, "0 B", same, nil, nil},
	{"Unix stream", pairOf(streamPair), "recv, then SHUT_RD", recvCall, recvs(9), events{shuts(rd)}, "0 B", same, nil, nil},

	// SO_RCVLOWAT.
	{
		state: "TCP, SO_RCVLOWAT 4, 2 B there", make: pairOf(tcpPair, lowWaterOf4, comes(2)),
		named: "recv 9, then 2 B, then 2 B", trap: recvCall, call: recvs(9), then: events{peerSends(2)},
		still: events{peerSends(2)}, gives: "6 B", // of what was there when it began no event tells it
		ours: "4 B",
	},
	{"TCP, SO_RCVLOWAT 4", pairOf(tcpPair, lowWaterOf4), "recv 9, then 2 B and 2 B", recvCall, recvs(9), events{peerSends(2), peerSends(2)}, "4 B", same, nil, nil},
	{"TCP, SO_RCVLOWAT 4, 2 B there", pairOf(tcpPair, lowWaterOf4, comes(2)), "recv 9 MSG_PEEK, then 2 B", recvCall, recvs(9, peek), events{peerSends(2)}, "4 B", same, nil, nil},
	{"TCP, SO_RCVLOWAT 4, 2 B there", pairOf(tcpPair, lowWaterOf4, comes(2)), "recv 9, then the end", recvCall, recvs(9), events{peerCloses}, "2 B", same, nil, nil},
	{"TCP, SO_RCVLOWAT 4, 2 B there", pairOf(tcpPair, lowWaterOf4, comes(2)), "recv 2", recvCall, recvs(2), nil, "2 B", same, nil, nil},
	{"TCP, SO_RCVLOWAT 4", pairOf(tcpPair, lowWaterOf4), "recv 9, then 2 B and 7 B", recvCall, recvs(9), events{peerSends(2), peerSends(7)}, "9 B", same, nil, nil},
	{"Unix stream, SO_RCVLOWAT 4, 2 B there", pairOf(streamPair, lowWaterOf4, comes(2)), "recv 9, then 2 B", recvCall, recvs(9), events{peerSends(2)}, "4 B", same, nil, nil},
	{"Unix stream, SO_RCVLOWAT 4", pairOf(streamPair, lowWaterOf4), "recv 9, then 2 B and the end", recvCall, recvs(9), events{peerSends(2), peerShuts(wr)}, "2 B", same, nil, nil},
	{"UDP, SO_RCVLOWAT 4", pairOf(udpPair, lowWaterOf4), "recv 9, then 2 B", recvCall, recvs(9), events{peerSends(2)}, "2 B", same, nil, nil},
	{"Unix records, SO_RCVLOWAT 4", pairOf(recordPair, lowWaterOf4), "recv 9, then 2 B", recvCall, recvs(9), events{peerSends(2)}, "2 B", same, nil, nil},

	// MSG_WAITALL.
	{"TCP", pairOf(tcpPair), "recv 4 MSG_WAITALL, then 2 B and 2 B", recvCall, recvs(4, waitAll), events{peerSends(2), peerSends(2)}, "4 B", same, nil, nil},
	{"TCP, 2 B there", pairOf(tcpPair, comes(2)), "recv 4 MSG_WAITALL, then 2 B", recvCall, recvs(4, waitAll), events{peerSends(2)}, "4 B", same, nil, nil},
	{"TCP, 2 B there", pairOf(tcpPair, comes(2)), "recv 4 MSG_WAITALL, then the end", recvCall, recvs(4, waitAll), events{peerShuts(wr)}, "2 B", same, nil, nil},
	{"TCP, 2 B there", pairOf(tcpPair, comes(2)), "recv 4 MSG_WAITALL, then a reset", recvCall, recvs(4, waitAll), events{peerResets}, "2 B", same, nil, nil},
	{"TCP, 2 B there", pairOf(tcpPair, comes(2)), "recv 4 MSG_WAITALL twice, then a reset", recvCall, again(recvs(4, waitAll)), events{peerResets}, "2 B, ECONNRESET", same, nil, nil},
	{"TCP, 2 B there", pairOf(tcpPair, comes(2)), "recv 4 MSG_WAITALL and MSG_PEEK, then 2 B", recvCall, recvs(4, waitAll, peek), events{peerSends(2)}, "4 B", same, nil, nil},
	{"TCP, 2 B, an urgent one and 2 B there", pairOf(tcpPair, urgent), "recv 4 MSG_WAITALL", recvCall, recvs(4, waitAll), nil, "2 B", same, nil, nil},
	{"Unix stream, 2 B there", pairOf(streamPair, comes(2)), "recv 4 MSG_WAITALL, then 2 B", recvCall, recvs(4, waitAll), events{peerSends(2)}, "4 B", same, nil, nil},
	{"Unix stream, 2 B there", pairOf(streamPair, comes(2)), "recv 4 MSG_WAITALL and MSG_PEEK", recvCall, recvs(4, waitAll, peek), nil, "2 B", same, nil, nil},
	{"Unix stream", pairOf(streamPair), "recv 200000 MSG_WAITALL, then 200000 B", recvCall, recvs(200_000, waitAll), events{peerSends(200_000)}, "200000 B", same, nil, nil},
	{"UDP", pairOf(udpPair), "recv 4 MSG_WAITALL, then 2 B", recvCall, recvs(4, waitAll), events{peerSends(2)}, "2 B", same, nil, nil},
	{"Unix records", pairOf(recordPair), "recv 4 MSG_WAITALL, then 2 B", recvCall, recvs(4, waitAll), events{peerSends(2)}, "2 B", same, nil, nil},

	// The system's own timeouts, which are not this package's.
	{
		state: "TCP, SO_RCVTIMEO", make: pairOf(tcpPair, hasTimeout),
		named: "recv, and 2 B later", trap: recvCall, call: recvs(9), gives: "EAGAIN",
		ourStill: events{peerSends(2)}, ours: "2 B",
	},
	{
		state: "Unix stream, full, SO_SNDTIMEO", make: pairOf(streamPair, fills, hasTimeout),
		named: "send, and all is received later", trap: sendCall, call: sends(1), gives: "EAGAIN",
		ourStill: events{peerReceivesAll}, ours: "1 B",
	},

	// Flags of calls that never wait.
	{"TCP", pairOf(tcpPair), "recv MSG_OOB", recvCall, recvs(1, outOfBand), nil, "EINVAL", same, nil, nil},
	{"TCP, 2 B, an urgent one and 2 B there", pairOf(tcpPair, urgent), "recv MSG_OOB", recvCall, recvs(1, outOfBand), nil, "1 B", same, nil, nil},
	{"TCP, urgent data announced", announced, "recv MSG_OOB", recvCall, recvs(1, outOfBand), nil, "EAGAIN", same, nil, nil},
	{"Unix stream", pairOf(streamPair), "recv MSG_OOB", recvCall, recvs(1, outOfBand), nil, "EINVAL", same, nil, nil},
	{"UDP", pairOf(udpPair), "recv MSG_OOB, then 2 B", recvCall, recvs(9, outOfBand), events{peerSends(2)}, "2 B", same, nil, nil},
	{"TCP", pairOf(tcpPair), "recv MSG_ERRQUEUE", recvCall, recvs(1, unix.MSG_ERRQUEUE), nil, "EAGAIN", same, nil, nil},
	{"UDP", pairOf(udpPair), "recv MSG_ERRQUEUE", recvCall, recvs(1, unix.MSG_ERRQUEUE), nil, "EAGAIN", same, nil, nil},
	{"Unix stream", pairOf(streamPair), "recv MSG_ERRQUEUE, then 2 B", recvCall, recvs(9, unix.MSG_ERRQUEUE), events{peerSends(2)}, "2 B", same, nil, nil},
	{"Unix datagram pair", pairOf(dgramPair), "recv MSG_ERRQUEUE, then 2 B", recvCall, recvs(9, unix.MSG_ERRQUEUE), events{peerSends(2)}, "2 B", same, nil, nil},
	{"TCP", pairOf(tcpPair), "recv MSG_DONTWAIT", recvCall, recvs(1, sockets.MSG_DONTWAIT), nil, "EAGAIN", same, nil, nil},
	{"TCP", pairOf(tcpPair), "recv 0, then 2 B", recvCall, recvs(0), events{peerSends(2)}, "0 B", same, nil, nil},

	// States in which nothing can come, or an error is there.
	{"TCP listening", listening(inet, stream), "recv", recvCall, recvs(1), nil, "ENOTCONN", same, nil, nil},
	{"TCP new", fresh(inet, stream), "recv", recvCall, recvs(1), nil, "ENOTCONN", same, nil, nil},
	{"Unix stream new", fresh(local, stream), "recv", recvCall, recvs(1), nil, "EINVAL", same, nil, nil},
	{"Unix records new", fresh(local, records), "recv", recvCall, recvs(1), nil, "ENOTCONN", same, nil, nil},
	{"UDP refused, untold", refusedUDP, "recv", recvCall, recvs(1), nil, "ECONNREFUSED", same, nil, nil},
	{"TCP connecting", connecting, "recv, then SHUT_RDWR", recvCall, recvs(1), events{shuts(rdwr)}, "ECONNRESET", same, nil, nil},
	{"TCP connecting", connecting, "recv, then refused", recvCall, recvs(1), events{peerHears, peerCloses}, "ECONNREFUSED", same, nil, nil},

	// Accepting.
	{"TCP listening, SHUT_RD", listening(inet, stream, shuts(rd)), "accept", acceptCall, accepts, nil, "EINVAL", same, nil, nil},
	{"TCP listening", listening(inet, stream), "accept, then SHUT_RD", acceptCall, accepts, events{shuts(rd)}, "EINVAL", same, nil, nil},
	{"Unix listening, SHUT_RD", listening(local, stream, shuts(rd)), "accept", acceptCall, accepts, nil, "EINVAL", same, nil, nil},
	{"Unix listening", listening(local, stream), "accept, then SHUT_RD", acceptCall, accepts, events{shuts(rd)}, "EINVAL", same, nil, nil},
	{"Unix records listening, SHUT_RD", listening(local, records, shuts(rd)), "accept", acceptCall, accepts, nil, "EINVAL", same, nil, nil},
	{"Unix listening, a connection, SHUT_RD", listening(local, stream, isAskedFor, shuts(rd)), "accept twice", acceptCall, again(accepts), nil, "ok, EINVAL", same, nil, nil},

	// Sending.
	{"Unix stream, full", pairOf(streamPair, fills), "send, then all is received", sendCall, sends(1), events{peerReceivesAll}, "1 B", same, nil, nil},
	{"Unix datagram pair, full", pairOf(dgramPair, fills), "send, then all are received", sendCall, sends(datagram), events{peerReceivesAll}, "1000 B", same, nil, nil},
	{"Unix datagram pair, full", pairOf(dgramPair, fills), "send, then the peer closes", sendCall, sends(datagram), events{peerCloses}, "ECONNREFUSED", same, nil, nil},
	{"Unix datagram pair, full", pairOf(dgramPair, fills), "send, then SHUT_WR", sendCall, sends(datagram), events{shuts(wr)}, "EPIPE", same, nil, nil},
	{"Unix datagram pair, full", pairOf(dgramPair, fills), "send, then the peer's SHUT_RD and all are received", sendCall, sends(datagram), events{peerShuts(rd), peerReceivesAll}, "EPIPE", same, nil, nil},
	{"Unix stream, full", pairOf(streamPair, fills), "send, then SHUT_WR", sendCall, sends(1), events{shuts(wr)}, "EPIPE", same, nil, nil},
	{"Unix stream, full", pairOf(streamPair, fills), "send, then SHUT_RDWR", sendCall, sends(1), events{shuts(rdwr)}, "EPIPE", same, nil, nil},
	{"Unix stream, full", pairOf(streamPair, fills), "send, then the peer's SHUT_RD", sendCall, sends(1), events{peerShuts(rd)}, "EPIPE", same, nil, nil},
	{"Unix stream, full", pairOf(streamPair, fills), "send, then the peer closes", sendCall, sends(1), events{peerCloses}, "ECONNRESET", "EPIPE", nil, nil},
	{"Unix records, full", pairOf(recordPair, fills), "send, then SHUT_WR", sendCall, sends(datagram), events{shuts(wr)}, "EPIPE", same, nil, nil},
	{"Unix records, full", pairOf(recordPair, fills), "send, then the peer's SHUT_RD", sendCall, sends(datagram), events{peerShuts(rd)}, "EPIPE", same, nil, nil},
	{"Unix records, full", pairOf(recordPair, fills), "send, then the peer closes", sendCall, sends(datagram), events{peerCloses}, "ECONNRESET", same, nil, nil},
	{"Unix records, full", pairOf(recordPair, fills), "send, then all are received", sendCall, sends(datagram), events{peerReceivesAll}, "1000 B", same, nil, nil},
	{"Unix datagrams to a full receiver", fullReceiver, "sendto, then one is received", sendCall, sendsToIt, events{peerReceives}, "1000 B", same, nil, nil},
	{"Unix datagrams to a full receiver", fullReceiver, "sendto, then it closes", sendCall, sendsToIt, events{peerCloses}, "ECONNREFUSED", same, nil, nil},
	{"TCP connecting", connecting, "send, then connected", sendCall, sends(3), events{peerHears}, "3 B", same, nil, nil},

	// Connecting.
	{"Unix stream, the listener full", fullUnixListener(stream), "connect, then one is accepted", connectCall, connects, events{peerAccepts}, "ok", same, nil, nil},
	{"Unix stream, the listener full", fullUnixListener(stream), "connect, then it closes", connectCall, connects, events{peerCloses}, "ECONNREFUSED", same, nil, nil},
	{"Unix records, the listener full", fullUnixListener(records), "connect, then one is accepted", connectCall, connects, events{peerAccepts}, "ok", same, nil, nil},
	{"TCP new", deaf, "connect, then SHUT_RD", connectCall, connects, events{shuts(rd)}, "ECONNRESET", same, nil, nil},
	{"TCP new", deaf, "connect, then SHUT_RDWR", connectCall, connects, events{shuts(rdwr)}, "ECONNRESET", same, nil, nil},
	{"TCP connecting", connecting, "connect, then connected", connectCall, connects, events{peerHears}, "ok", same, nil, nil},
	{"TCP connecting", connecting, "connect, then SHUT_WR", connectCall, connects, events{shuts(wr)}, "ECONNRESET", same, nil, nil},
}
