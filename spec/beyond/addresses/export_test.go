package addresses

// The grids, for the test of their rows.
var (
	TCPPorts = tcpPorts
	UDPPorts = udpPorts
)
