package spec

import (
	"errors"
	"fmt"

	"socketspec/fixtures/children"
	"socketspec/fixtures/packets"
	"socketspec/fixtures/servers"
	"socketspec/fixtures/stacks"
	"socketspec/sockets"
)

// The least use of what is around a socket: other protocols, hosts, processes.

func tryICMP() error {
	s, err := trySpeak(sockets.AF_INET, sockets.IPPROTO_ICMP)
	if err != nil {
		return err
	}
	request, err := packets.EchoRequest(1, "s")
	if err != nil {
		return err
	}
	if _, err = s.SendTo(request, loopback); err != nil {
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

// trySpeak makes a datagram socket of a protocol whose calls do not wait for
// ever.
func trySpeak(family sockets.Family, protocol sockets.Protocol) (Socket, error) {
	s, err := thisHost().speaking(family, protocol)
	if err != nil {
		return nil, err
	}

	return s, s.SetTimeout(trying())
}

func tryNetView() error {
	client, server, err := newTryPair()
	if err != nil {
		return err
	}
	viewer, ok := bare(client).(stacks.NetViewer)
	if !ok {
		return fmt.Errorf("%T does not implement stacks.NetViewer", bare(client))
	}
	if _, err = viewer.NetConn().Write([]byte("s")); err != nil {
		return err
	}
	_, err = server.Recv(1)

	return err
}

func tryTwoHosts() error {
	a, b, err := tryHosts()
	if err != nil {
		return err
	}
	to, err := b.Socket(sockets.AF_INET, sockets.SOCK_DGRAM)
	if err == nil {
		err = closing(to).Bind(b.addr)
	}
	if err != nil {
		return err
	}
	from, err := a.Socket(sockets.AF_INET, sockets.SOCK_DGRAM)
	if err == nil {
		err = closing(from).Connect(localAddr(to))
	}
	if err != nil {
		return err
	}

	return carry(from, to)
}

func tryProcesses() error {
	c, err := tryChild(children.Server(trying(), false))
	if err != nil {
		return err
	}
	text, err := c.next()
	if err != nil {
		return err
	}
	addr, err := sockets.ParseAddr(text)
	if err != nil {
		return err
	}
	client, err := trySocket(sockets.AF_INET, sockets.SOCK_STREAM)
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
	if _, err = tryChild(children.Serve(trying()), server); err != nil {
		return err
	}

	return tryAnswer(client)
}

// tryAnswer asks the tutorial's server something.
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

func tryLowPorts() error {
	if err := bindUnprivileged(loopback.WithPort(1)); !errors.Is(err, sockets.EACCES) {
		return fmt.Errorf("a bind to port 1 is not refused for lack of privileges; it says: %w", orNothing(err))
	}

	return nil
}

// bindUnprivileged binds in a process without privileges, where the stack has
// processes.
func bindUnprivileged(addr sockets.Addr) error {
	if under.Supports(stacks.Processes) != nil {
		return newTCP().Bind(addr)
	}
	c, err := tryChild(children.Bind(addr, children.Binding{Unprivileged: true}))
	if err == nil {
		_, err = c.next()
	}

	return err
}
