package sockets

// tcpMaxSegment is TCP_MAXSEG of ws2ipdef.h.
const tcpMaxSegment = 4
