package main

import (
	"bytes"

	"socketspec/fixtures/stacks/host"
	"socketspec/sockets"
	"socketspec/spec"
)

// The names of two stacks that are not in the catalogue of faults.
const (
	hangs  = "hangs"  // its Recv never returns
	spoils = "spoils" // its Recv returns one byte value as another
)

// A wrong stack has another Recv than the host.
type wrong struct {
	*host.Stack
	recv func(spec.Socket, int, ...sockets.Flag) ([]byte, error)
}

var wrongs = map[string]wrong{
	hangs: {host.New(), func(spec.Socket, int, ...sockets.Flag) ([]byte, error) { select {} }},
	spoils: {host.New(), func(s spec.Socket, bufsize int, flags ...sockets.Flag) ([]byte, error) {
		data, err := s.Recv(bufsize, flags...)
		return bytes.ReplaceAll(data, []byte{200}, []byte{201}), err
	}},
}

func (w wrong) Socket(family sockets.Family, typ sockets.Type) (spec.Socket, error) {
	socket, err := w.Stack.Socket(family, typ)
	if err != nil {
		return nil, err
	}

	return wrongSocket{socket, w}, nil
}

type wrongSocket struct {
	spec.Socket
	stack wrong
}

func (s wrongSocket) Accept() (spec.Socket, sockets.Addr, error) {
	socket, addr, err := s.Socket.Accept()
	if err != nil {
		return nil, addr, err
	}

	return wrongSocket{socket, s.stack}, addr, nil
}

func (s wrongSocket) Recv(bufsize int, flags ...sockets.Flag) ([]byte, error) {
	return s.stack.recv(s.Socket, bufsize, flags...)
}
