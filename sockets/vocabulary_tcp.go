package sockets

// Names of options of TCP that not every system has; see tcp(7). Where one is missing,
// SetOption fails with ENOPROTOOPT.
const (
	TCP_MAXSEG       = tcpMaxSegment   // the most bytes of data in a segment
	TCP_KEEPIDLE     = tcpKeepIdle     // seconds without a word until keep-alive sends its first probe
	TCP_KEEPINTVL    = tcpKeepInterval // seconds from one probe to the next
	TCP_KEEPCNT      = tcpKeepCount    // how many probes without an answer end the connection
	TCP_USER_TIMEOUT = tcpUserTimeout  // milliseconds that data may stay without an acknowledgment (RFC 5482)
)
