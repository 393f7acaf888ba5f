package harness

import . "github.com/onsi/ginkgo/v2"

// How states are reached that several chapters look at. What comes from the peer has
// come when a function returns.

// WithData returns one end of a connection that has data to receive.
func WithData() Socket {
	GinkgoHelper()
	client, server := NewPair()
	SendString(server, "socket")
	ArrivesAt(client)

	return client
}

// Ended returns one end of a connection whose peer has ended its stream.
func Ended() Socket {
	GinkgoHelper()
	client, server := NewPair()
	EndStream(server)
	ArrivesAt(client)

	return client
}
