package sockets_test

import (
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"socketspec/sockets"
)

func TestEcho(t *testing.T) {
	s, err := sockets.New(sockets.AF_INET, sockets.SOCK_DGRAM, sockets.IPPROTO_ICMP)
	if err != nil {
		t.Skipf("%v: the cure is sysctl net.ipv4.ping_group_range='0 2147483647'", err)
	}
	kept(t, s)
	request := []byte{8, 0, 0, 0, 0, 0, 0, 1, 'h', 'i'} // RFC 792: echo; the system fills in checksum and identifier
	_, err = s.SendTo(request, sockets.MustParseAddr("127.0.0.1:0"))
	ok(t, err)
	reply, from, err := s.RecvFrom(1024)
	ok(t, err)
	if len(reply) != len(request) || reply[0] != 0 || string(reply[8:]) != "hi" || from.IP() != loopback.IP() {
		t.Errorf("the reply is % x, from %v", reply, from)
	}
}

// Linux says that one may send whenever it has refused to: who believed it would ask
// without end.
func TestSendToAFullUnixReceiverIsTriedFromTimeToTime(t *testing.T) {
	p := fullReceiver(t)
	ok(t, p.s.SetTimeout(100*time.Millisecond))
	tries, err := sockets.SendToTried(p.s, []byte("x"), p.addr)
	wants(t, "sendto", err, os.ErrDeadlineExceeded)
	if tries < 2 || tries > 50 {
		t.Errorf("it was tried %d times", tries)
	}
}

// It waits where no event of the descriptor ends the wait: for a turn that nobody has.
func TestSendToAFullUnixReceiverIsNotInThePoller(t *testing.T) {
	p := fullReceiver(t)
	c := start(func() error { _, err := p.s.SendTo([]byte("x"), p.addr); return err })
	for until := time.Now().Add(patience); !strings.HasPrefix(c.state(), "select"); runtime.Gosched() {
		if time.Now().After(until) {
			t.Fatalf("it is in %q", c.state())
		}
	}
	_, err := p.peer.Recv(1)
	ok(t, err)
	c.ends(t, "sendto", nil, nil)
}

// Packets of an EtherType for experiments (IEEE 802, 0x88b5) on the loopback
// interface, so that nothing else is seen.
func TestPackets(t *testing.T) {
	const ethertype = 0x88b5
	s, err := sockets.New(sockets.AF_PACKET, sockets.SOCK_DGRAM, ethertype)
	if err != nil {
		t.Skipf("%v: the cure is root, or CAP_NET_RAW", err)
	}
	kept(t, s)
	to := sockets.Link{Index: interfaceNamed(t, "lo"), Protocol: ethertype, Len: 6}
	ok(t, s.Bind(sockets.LinkAddr(sockets.Link{Index: to.Index}))) // the protocol stays
	local, err := s.LocalAddr()
	ok(t, err)
	if got := local.Link(); got.Index != to.Index || got.Protocol != ethertype {
		t.Errorf("it is bound to %v", local)
	}
	_, err = s.SendTo([]byte("packet"), sockets.LinkAddr(to))
	ok(t, err)
	data, from, err := s.RecvFrom(1024)
	ok(t, err)
	if link := from.Link(); string(data) != "packet" || link.Protocol != ethertype || link.Index != to.Index || link.Len != 6 {
		t.Errorf("%q from %v", data, from)
	}
}

// Flags that Linux does not have for datagrams are refused by Linux.
func TestSendToHandsFlagsOn(t *testing.T) {
	s, addr := bound(t, sockets.SOCK_DGRAM, loopback)
	_, err := s.SendTo([]byte("x"), addr, sockets.MSG_OOB)
	wants(t, "sendto", err, sockets.EOPNOTSUPP)
}

// Nothing that was received was sent by nobody, and not by who sent the datagram before.
func TestNothingAfterShutdownHasNoSender(t *testing.T) {
	a, b := udpPair(t)
	ok(t, a.SendAll([]byte("x")))
	_, from, err := b.RecvFrom(1)
	ok(t, err)
	if from == (sockets.Addr{}) {
		t.Error("the datagram has no sender")
	}
	ok(t, b.Shutdown(sockets.SHUT_RD))
	data, from, err := b.RecvFrom(1)
	if len(data) > 0 || from != (sockets.Addr{}) || err != nil {
		t.Errorf("%q from %v, %v", data, from, err)
	}
}
