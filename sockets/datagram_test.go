package sockets_test

import (
	"testing"

	"socketspec/sockets"
)

func TestDatagramsKeepTheirBounds(t *testing.T) {
	s, at := bound(t, sockets.SOCK_DGRAM, loopback)
	c, from := bound(t, sockets.SOCK_DGRAM, loopback)
	for _, p := range []string{"one", "", "three"} {
		n, err := c.SendTo([]byte(p), at)
		ok(t, err)
		if n != len(p) {
			t.Errorf("it took %d bytes of %q", n, p)
		}
	}
	buf := make([]byte, 10)
	for _, p := range []string{"one", "", "three"} {
		n, sender, err := s.RecvFromInto(buf)
		ok(t, err)
		if string(buf[:n]) != p || sender != from {
			t.Errorf("%q from %v, and it was %q from %v", buf[:n], sender, p, from)
		}
	}
}

func TestConnectedDatagramSocketHearsItsPeerAlone(t *testing.T) {
	s, at := bound(t, sockets.SOCK_DGRAM, loopback)
	peer, from := bound(t, sockets.SOCK_DGRAM, loopback)
	stranger, _ := bound(t, sockets.SOCK_DGRAM, loopback)
	ok(t, s.Connect(from))
	_, err := stranger.SendTo([]byte("stranger"), at)
	ok(t, err)
	_, err = peer.SendTo([]byte("peer"), at)
	ok(t, err)
	recvFull(t, s, []byte("peer"))
	name, err := s.PeerAddr()
	ok(t, err)
	if name != from {
		t.Errorf("its peer is %v", name)
	}
}

func TestDatagramTooLarge(t *testing.T) {
	a, b := udpPair(t)
	_, err := a.Send(make([]byte, 70_000))
	wants(t, "send", err, sockets.EMSGSIZE)
	alive(t, a, b)
}

func TestLargestUDPDatagramIsNotCut(t *testing.T) {
	a, b := udpPair(t)
	ok(t, a.SetSendBuffer(1<<17))
	p := pattern(65_507) // 65535 less the headers of IPv4 and UDP
	ok(t, a.SendAll(p))
	recvFull(t, b, p)
}

func TestUDPToNobodyIsRefusedLater(t *testing.T) {
	wineCannot(t, noICMP)
	gone, at := bound(t, sockets.SOCK_DGRAM, loopback)
	s := newSocket(t, sockets.AF_INET, sockets.SOCK_DGRAM)
	ok(t, s.Connect(at))
	c := recv(t, s, 1)
	ok(t, gone.Close())
	_, err := s.Send([]byte("x"))
	ok(t, err)
	c.ends(t, "recv", nil, datagramRefused)
}
