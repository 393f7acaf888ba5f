package capabilities

import (
	"fmt"

	"socketspec/fixtures/children"
	"socketspec/fixtures/packets"
	"socketspec/fixtures/servers"
	"socketspec/fixtures/stacks"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// These tries use what surrounds a socket: other protocols, Go's net package, other
// hosts and other processes.

func tryICMP() error {
	s, err := trySpeak(sockets.AF_INET, sockets.IPPROTO_ICMP)
	if err != nil {
		return err
	}
	request, err := packets.EchoRequest(1, "s")
	if err != nil {
		return err
	}
	if _, err = s.SendTo(request, Loopback); err != nil {
		return err
	}
	reply, _, err := s.RecvFrom(64)
	if err == nil && !packets.IsEchoReply(reply, 1, "s") {
		err = fmt.Errorf("what answers an echo is % x", reply)
	}

	return err
}

func tryPacket() error {
	s, err := trySpeak(sockets.AF_PACKET, packets.EtherTypeARP)
	if err == nil {
		_, err = s.LocalAddr()
	}

	return err
}

func tryNetView() error {
	client, server, err := newTryPair()
	if err != nil {
		return err
	}
	viewer, err := TryAs[stacks.NetViewer](client)
	if err != nil {
		return err
	}
	view := viewer.NetConn()
	if err = Calling(func() (int, error) { return view.Write([]byte("s")) }).Err(); err != nil {
		return err
	}
	data, err := server.Recv(1)
	if err == nil && string(data) != "s" {
		err = fmt.Errorf("what arrived of \"s\" is %q", data)
	}

	return err
}

func tryTwoHosts() error {
	a, b, err := TryHosts()
	if err != nil {
		return err
	}
	to, err := b.Socket(sockets.AF_INET, sockets.SOCK_DGRAM)
	if err == nil {
		err = Closing(to).Bind(b.Addr)
	}
	if err != nil {
		return err
	}
	from, err := a.Socket(sockets.AF_INET, sockets.SOCK_DGRAM)
	if err == nil {
		err = Closing(from).Connect(LocalAddr(to))
	}
	if err != nil {
		return err
	}

	return carry(from, to)
}

func tryProcesses() error {
	c, err := TryChild(children.Server(TryPatience(), false))
	if err != nil {
		return err
	}
	text, err := c.TrySays()
	if err != nil {
		return err
	}
	addr, err := sockets.ParseAddr(text)
	if err != nil {
		return err
	}
	client, err := TrySocket(sockets.AF_INET, sockets.SOCK_STREAM)
	if err == nil {
		err = client.Connect(addr)
	}
	if err != nil {
		return err
	}

	return tryAnswer(client)
}

func tryInherit() error {
	client, server, err := newTryPair()
	if err != nil {
		return err
	}
	if _, err = TryChild(children.Serve(TryPatience()), server); err != nil {
		return err
	}

	return tryAnswer(client)
}

// trySpeak makes a datagram socket of the given protocol. Its calls time out.
func trySpeak(family sockets.Family, protocol sockets.Protocol) (Socket, error) {
	s, err := ThisHost().Speaking(family, protocol)
	if err != nil {
		return nil, err
	}

	return s, s.SetTimeout(TryPatience())
}

// tryAnswer sends a request to the tutorial's server and checks the answer.
func tryAnswer(client Socket) error {
	if err := client.SendAll([]byte("s")); err != nil {
		return err
	}
	answer, err := client.Recv(64)
	if err == nil && string(answer) != servers.Answer {
		err = fmt.Errorf("the answer is %q", answer)
	}

	return err
}
