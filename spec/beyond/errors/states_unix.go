package errors

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// How the states of Unix sockets are reached.

func boundUnix() Socket { return boundTo(sockets.SOCK_STREAM) }

// boundTo makes a Unix socket of a type that is bound to a path.
func boundTo(typ sockets.Type) Socket {
	s := NewSocket(sockets.AF_UNIX, typ)
	Expect(s.Bind(UnixPath())).To(Succeed())

	return s
}

func listeningUnix() Socket { return listeningTo(sockets.SOCK_STREAM) }

func listeningTo(typ sockets.Type) Socket {
	s := boundTo(typ)
	Expect(s.Listen(5)).To(Succeed())

	return s
}

func aUnixListener() sockets.Addr { return LocalAddr(listeningUnix()) }

func unixClient(listener Socket, typ sockets.Type) Socket {
	s := NewSocket(sockets.AF_UNIX, typ)
	Expect(s.Connect(LocalAddr(listener))).To(Succeed())

	return s
}

func unixClientQueued() Socket {
	listener := listeningUnix()
	unixClient(listener, sockets.SOCK_STREAM)

	return listener
}

func unixPair() (client, server Socket) { return unixPairOf(sockets.SOCK_STREAM) }

func unixPairOf(typ sockets.Type) (client, server Socket) {
	listener := listeningTo(typ)
	client = unixClient(listener, typ)

	return client, Accept(listener)
}

func connectedUnix() Socket {
	client, _ := unixPair()
	return client
}

func acceptedUnix() Socket {
	_, server := unixPair()
	return server
}

func unixWithData() Socket {
	client, server := unixPair()
	SendString(server, "socket")
	ArrivesAt(client)

	return client
}

func fullUnix() Socket {
	client, server := unixPair()
	FillUp(client, server)

	return client
}

func unixPeerHalfClosed() Socket {
	client, server := unixPair()
	EndStream(server)
	ArrivesAt(client)

	return client
}

func unixPeerShutRead() Socket {
	client, server := unixPair()
	Expect(server.Shutdown(sockets.SHUT_RD)).To(Succeed())

	return client
}

func unixPeerClosed() Socket {
	client, server := unixPair()
	Expect(server.Close()).To(Succeed())

	return client
}

// unixPeerClosedUnread has sent what the peer did not receive before it closed.
func unixPeerClosedUnread() Socket {
	client, server := unixPair()
	SendString(client, "nobody reads it")
	Expect(server.Close()).To(Succeed())

	return client
}

func boundUnixDatagram() Socket { return boundTo(sockets.SOCK_DGRAM) }

func aUnixReceiver() sockets.Addr { return LocalAddr(boundUnixDatagram()) }

func unixDatagramPair() (s, peer Socket) {
	s, peer = boundUnixDatagram(), boundUnixDatagram()
	Expect(s.Connect(LocalAddr(peer))).To(Succeed())

	return s, peer
}

func connectedUnixDatagram() Socket {
	s, _ := unixDatagramPair()
	return s
}

// unixPeerFull has sent until the peer has no room.
func unixPeerFull() Socket {
	s, _ := unixDatagramPair()
	Expect(s.SetTimeout(0)).To(Succeed())
	for range 100_000 {
		if _, err := s.Send([]byte("x")); err != nil {
			return s
		}
	}
	Skip("this system takes 100,000 datagrams that nobody receives")

	return nil
}

func unixDatagramPeerClosed() Socket {
	s, peer := unixDatagramPair()
	Expect(peer.Close()).To(Succeed())

	return s
}

// The same of sockets that keep records apart.

func aRecordListener() sockets.Addr { return LocalAddr(listeningTo(sockets.SOCK_SEQPACKET)) }

func connectedRecords() Socket {
	client, _ := unixPairOf(sockets.SOCK_SEQPACKET)
	return client
}

func withRecord() Socket {
	client, server := unixPairOf(sockets.SOCK_SEQPACKET)
	SendString(server, "socket")
	ArrivesAt(client)

	return client
}

func recordsPeerClosed() Socket {
	client, server := unixPairOf(sockets.SOCK_SEQPACKET)
	Expect(server.Close()).To(Succeed())

	return client
}
