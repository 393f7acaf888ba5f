package sockets_test

import (
	"testing"

	"socketspec/sockets"
)

func TestDatagramSocketCanLoseItsPeer(t *testing.T) {
	for what, disconnect := range map[string]func(s *sockets.Socket) error{
		"Disconnect":            (*sockets.Socket).Disconnect,
		"Connect to no address": func(s *sockets.Socket) error { return s.Connect(sockets.Addr{}) },
	} {
		t.Run(what, func(t *testing.T) {
			s := newSocket(t, sockets.AF_INET, sockets.SOCK_DGRAM)
			_, first := bound(t, sockets.SOCK_DGRAM, loopback)
			peer, second := bound(t, sockets.SOCK_DGRAM, loopback)
			ok(t, s.Connect(first))
			ok(t, disconnect(s))
			_, err := s.PeerAddr()
			wants(t, "getpeername", err, sockets.ENOTCONN)
			_, err = s.SendTo([]byte("x"), second)
			ok(t, err)
			recvFull(t, peer, []byte("x"))
			ok(t, s.Connect(second))
			alive(t, s, peer)
		})
	}
}

// TestDisconnectedHearsEverybody has a datagram come from another socket than the peer
// that it had.
func TestDisconnectedHearsEverybody(t *testing.T) {
	s, at := bound(t, sockets.SOCK_DGRAM, sockets.MustParseAddr("127.0.0.1:0"))
	_, first := bound(t, sockets.SOCK_DGRAM, loopback)
	ok(t, s.Connect(first))
	ok(t, s.Disconnect())
	now, err := s.LocalAddr()
	ok(t, err)
	if now.Port() == 0 { // Linux keeps no port that came with port 0
		ok(t, s.Bind(at))
	}
	other := newSocket(t, sockets.AF_INET, sockets.SOCK_DGRAM)
	_, err = other.SendTo([]byte("x"), at)
	ok(t, err)
	recvFull(t, s, []byte("x"))
}
