package sockets

// Disconnect wraps connect(2) to no address, AF_UNSPEC: a datagram socket has no peer
// from then on. It hears everybody again, and Send fails with EDESTADDRREQ. It does
// not wait, and sends nothing. Without a peer it succeeds as well, except on systems
// that say ENOTCONN.
//
// What becomes of the local address differs. Linux takes back an address and port that
// it has chosen itself, and keeps an address that Bind has set, but not the port that
// came with port 0. Datagrams that have arrived before stay.
//
// On macOS and the BSDs the call is a connect(2) to an address of another family, which
// takes the peer away and then fails with EAFNOSUPPORT; that failure is not returned.
// On Windows it is one to the unspecified address. (Neither has been run.)
//
// Errors: a stream is refused ([os.ErrInvalid]): POSIX has this for datagrams alone.
// (Linux would abort the connection.)
//
// Source: POSIX.1-2024 connect(); connect(2); Winsock's connect.
func (s *Socket) Disconnect() error {
	if s == nil {
		return refuse("connect", "the socket is nil")
	}
	if err := s.alive("connect"); err != nil {
		return err
	}
	if s.typ == SOCK_STREAM {
		return refuse("connect", "no address for a stream, which has to be closed")
	}

	return s.control("connect", func(fd int) error { return sysDisconnect(fd, s.family) })
}
