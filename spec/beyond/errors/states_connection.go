package errors

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/stacks"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// How the states of a TCP connection are reached.

func connected() Socket {
	client, _ := NewPair()
	return client
}

func accepted() Socket {
	_, server := NewPair()
	return server
}

// full sends until nothing is taken any more, even when what is on its way has come.
func full() Socket {
	client, server := NewNarrowPair()
	FillUp(client, server)

	return client
}

func peerHalfClosedBehindData() Socket {
	client, server := NewPair()
	SendString(server, "socket")
	seen := stateAt(client, server)
	EndStream(server)
	ArrivesAt(client)
	seen(stacks.CloseWait)

	return client
}

func peerClosed() Socket {
	client, server := NewPair()
	Expect(server.Close()).To(Succeed())
	ArrivesAt(client)

	return client
}

// peerClosedThenReset sends to a peer that has closed, whose system answers with a
// reset. TCP advises that (RFC 9293, 3.6.1, SHLD-3).
func peerClosedThenReset() Socket {
	if !answersAfterClose() {
		Skip("this system answers what comes for a closed socket with no reset")
	}
	client, server := NewPair()
	peer := LocalAddr(server)
	Expect(server.Close()).To(Succeed())
	ArrivesAt(client)
	Expect(client.SendAll([]byte("nobody reads it"))).To(Succeed())
	EndsAt(client, peer)

	return client
}

// peerClosedThenResetTold has SO_ERROR tell of that reset. It need not: the peer's end
// was there before.
func peerClosedThenResetTold() Socket {
	s := peerClosedThenReset()
	if bySOError(s) == nil {
		Skip("this system has SO_ERROR tell nothing of a reset that comes behind the peer's end")
	}

	return s
}

// answersAfterClose reports whether what is sent to a peer that has closed is answered
// with a reset.
func answersAfterClose() bool {
	client, server := NewPair()
	Expect(server.Close()).To(Succeed())
	_, err := SendToClosed(func() error { return bySend(client) })

	return err != nil
}

func reset() Socket {
	client, server := NewPair()
	peer := LocalAddr(server)
	ResetPeer(server, client)
	EndsAt(client, peer)

	return client
}

func resetBehindData() Socket {
	client, server := NewPair()
	peer := LocalAddr(server)
	SendString(server, "socket")
	ArrivesAt(client)
	ResetPeer(server, client)
	EndsAt(client, peer)

	return client
}

func resetToldByRecv() Socket {
	s := reset()
	_, err := s.Recv(1)
	Expect(err).To(MatchError(sockets.ECONNRESET))

	return s
}

func halfClosedThenReset() Socket {
	client, server := NewPair()
	peer := LocalAddr(server)
	EndStream(server)
	ArrivesAt(client)
	ResetPeer(server, client)
	EndsAt(client, peer)

	return client
}

func shutThenReset() Socket {
	client, server := NewPair()
	peer := LocalAddr(server)
	EndStream(client)
	Reset(server)
	EndsAt(client, peer)

	return client
}

// shut shuts a side down. That of a listener cannot be, on some systems.
func shut(s Socket, how sockets.How) Socket {
	err := s.Shutdown(how)
	if LacksCall(err) {
		Skip(err.Error())
	}
	Expect(err).To(MatchOneOf(nil, sockets.ENOTCONN))

	return s
}

func shutThenPeerClosed() Socket {
	client, server := NewPair()
	peer := LocalAddr(server)
	EndStream(client)
	Expect(server.Close()).To(Succeed())
	EndsAt(client, peer)

	return client
}

func peerClosedThenShut() Socket {
	client, server := NewPair()
	peer := LocalAddr(server)
	Expect(server.Close()).To(Succeed())
	ArrivesAt(client)
	EndStream(client)
	EndsAt(client, peer)

	return client
}

func closed(s Socket) Socket {
	Expect(s.Close()).To(Succeed())
	return s
}
