package sockets_test

import (
	"encoding/binary"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

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

// What a router says of a datagram that was too large is the error of the next receive,
// whichever it is. (IP_PMTUDISC_INTERFACE: the machine does not believe it.)
func TestPathThatIsTooNarrowIsTold(t *testing.T) {
	router, err := sockets.New(sockets.AF_INET, sockets.SOCK_RAW, sockets.IPPROTO_ICMP)
	if err != nil {
		t.Skipf("%v: the cure is to be root", err)
	}
	kept(t, router)
	a, b := udpPair(t)
	ok(t, a.SetOption(unix.IPPROTO_IP, unix.IP_MTU_DISCOVER, unix.IP_PMTUDISC_INTERFACE))
	from, err := a.LocalAddr()
	ok(t, err)
	to, err := b.LocalAddr()
	ok(t, err)
	for _, most := range []int{9, 100_000} {
		for name, receive := range receives {
			ok(t, b.SendAll([]byte("before"))) // of whom the error is not
			_, _, err := receive(a, most)
			ok(t, err)
			_, err = router.SendTo(tooNarrow(from, to), loopback)
			ok(t, err)
			data, sender, err := receive(a, most)
			wants(t, name, err, sockets.EMSGSIZE)
			if len(data) > 0 || sender != (sockets.Addr{}) {
				t.Errorf("%s: %d bytes from %v", name, len(data), sender)
			}
		}
	}
}

// receives has the methods that receive.
var receives = map[string]func(s *sockets.Socket, most int) ([]byte, sockets.Addr, error){
	"Recv": func(s *sockets.Socket, most int) (data []byte, _ sockets.Addr, err error) {
		data, err = s.Recv(most)
		return data, sockets.Addr{}, err
	},
	"RecvFrom": func(s *sockets.Socket, most int) ([]byte, sockets.Addr, error) { return s.RecvFrom(most) },
	"RecvInto": func(s *sockets.Socket, most int) ([]byte, sockets.Addr, error) {
		p := make([]byte, most)
		n, err := s.RecvInto(p)

		return p[:n], sockets.Addr{}, err
	},
	"RecvFromInto": func(s *sockets.Socket, most int) ([]byte, sockets.Addr, error) {
		p := make([]byte, most)
		n, from, err := s.RecvFromInto(p)

		return p[:n], from, err
	},
}

// tooNarrow is what a router would say of a datagram between the two (RFC 792: fragmentation
// needed; RFC 1191: the largest that would do).
func tooNarrow(from, to sockets.Addr) []byte {
	p := []byte{3, 4, 0, 0, 0, 0, 0xff, 0xff, 0x45, 0, 0, 28, 0, 0, 0, 0, 64, unix.IPPROTO_UDP, 0, 0}
	p = slices.Concat(p, from.IP().AsSlice(), to.IP().AsSlice())
	p = binary.BigEndian.AppendUint16(p, from.Port())
	p = binary.BigEndian.AppendUint16(p, to.Port())
	p = append(p, 0, 8, 0, 0)
	sum := uint32(0) // RFC 1071
	for word := range slices.Chunk(p, 2) {
		sum += uint32(binary.BigEndian.Uint16(word))
	}
	sum = sum>>16 + sum&0xffff
	binary.BigEndian.PutUint16(p[2:], ^uint16(sum+sum>>16)) //nolint:gosec // It is folded.

	return p
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
