package errors

import (
	. "socketspec/spec/harness"
)

// How the states of a sender that has no room are reached.

// fullHalfClosed is a sender that has no room, whose peer has ended its own stream.
func fullHalfClosed() Socket {
	client, server := NewNarrowPair()
	FillUp(client, server)
	EndStream(server)
	ArrivesAt(client)

	return client
}

// fullThenReset is one whose peer has reset the connection, with bytes unread.
func fullThenReset() Socket {
	client, server := NewNarrowPair()
	peer := LocalAddr(server)
	FillUp(client, server)
	ResetPeer(server, client)
	EndsAt(client, peer)

	return client
}
