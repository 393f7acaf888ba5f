package sockets_test

import (
	"testing"

	"socketspec/sockets"
)

func TestViewsLeaveNothing(t *testing.T) {
	leavesNothing(t, func() {
		overHTTP(t)
		overTLS(t)
	})
}

func TestAbstractNameIsThatOfPackageNet(t *testing.T) {
	s, _ := bound(t, sockets.SOCK_STREAM, sockets.UnixAddr("\x00socketspec-"+t.Name()))
	if got := s.NetListener().Addr().String(); got != "@socketspec-"+t.Name() {
		t.Errorf("it is %q", got)
	}
}

// Of these package net has no address.
func TestViewOfAPacketSocketHasThisPackagesAddresses(t *testing.T) {
	s, err := sockets.New(sockets.AF_PACKET, sockets.SOCK_DGRAM)
	if err != nil {
		t.Skipf("%v: the cure is to be root", err)
	}
	kept(t, s)
	if addr, is := s.NetConn().LocalAddr().(sockets.Addr); !is || addr.Family() != sockets.AF_PACKET {
		t.Errorf("it is %v", addr)
	}
}

func TestViewOfARawSocketHasAnIPAddress(t *testing.T) {
	s, err := sockets.New(sockets.AF_INET, sockets.SOCK_RAW, sockets.IPPROTO_ICMP)
	if err != nil {
		t.Skipf("%v: the cure is to be root", err)
	}
	kept(t, s)
	if got := s.NetConn().LocalAddr(); got.Network() != "ip" || got.String() != "0.0.0.0" {
		t.Errorf("it is %v %q", got.Network(), got)
	}
}
