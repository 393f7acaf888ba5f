package errors

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/stacks"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// How the states of a UDP socket are reached.

// aReceiver is where a datagram socket may be connected to.
func aReceiver() sockets.Addr {
	_, addr := NewUDP()
	return addr
}

func boundUDP() Socket {
	s, _ := NewUDP()
	return s
}

// withDatagram has a datagram come.
func withDatagram(text string) Socket {
	s, addr := NewUDP()
	from, _ := NewUDP()
	Expect(from.SendTo([]byte(text), addr)).To(Equal(len(text)))
	ArrivesAt(s)

	return s
}

func sentToNobody() Socket {
	s, _ := NewUDP()
	Expect(s.SendTo([]byte("nobody hears"), NobodyAt())).To(Equal(12))

	return s
}

// udpPair makes a socket and its peer.
func udpPair() (s, peer Socket) {
	s, at := NewUDP()
	peer, addr := NewUDP()
	Expect(s.Connect(addr)).To(Succeed())
	Expect(peer.Connect(at)).To(Succeed())

	return s, peer
}

func connectedUDP() Socket {
	s, _ := udpPair()
	return s
}

func connectedWithDatagram() Socket {
	s, peer := udpPair()
	Expect(peer.Send([]byte("socket"))).To(Equal(6))
	ArrivesAt(s)

	return s
}

// shutUDP shuts a side down, where that can be done with datagrams.
func shutUDP(how sockets.How) Socket {
	s := connectedUDP()
	if err := s.Shutdown(how); err != nil {
		Expect(err).To(MatchError(sockets.EOPNOTSUPP))
		Skip("datagrams are not shut down: " + err.Error())
	}

	return s
}

// refusedUDP has sent to nobody, whose answer has come.
func refusedUDP() Socket {
	s, _ := NewUDP()
	Expect(s.Connect(NobodyAt())).To(Succeed())
	Expect(s.Send([]byte("nobody hears"))).To(Equal(12))
	FailsAt(s)

	return s
}

// disconnected has had a peer.
func disconnected(s Socket) Socket {
	Expect(s.Connect(aReceiver())).To(Succeed())
	Expect(As[stacks.Disconnecter](s).DropPeer()).To(Succeed())

	return s
}
