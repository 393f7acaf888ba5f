package sockets_test

import (
	"errors"
	"testing"

	"socketspec/sockets"
)

func TestWindowsPassesNoDescriptors(t *testing.T) {
	s := newSocket(t, sockets.AF_INET, sockets.SOCK_STREAM)
	_, err := s.SendFDs([]byte("x"), nil)
	wants(t, "sendmsg", err, errors.ErrUnsupported)
	_, _, _, err = s.RecvFDs(1, 1)
	wants(t, "recvmsg", err, errors.ErrUnsupported)
}
