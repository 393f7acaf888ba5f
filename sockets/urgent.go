package sockets

// AtMark wraps sockatmark(3): it reports whether everything before the mark has been
// received, so that what comes next was sent with MSG_OOB, or behind it. A receive of a
// stream stops at the mark, and does not go past it: between two receives AtMark tells
// it. The mark stays until something behind it is received.
//
// New programs should not use urgent data at all, and others should set SO_OOBINLINE
// (RFC 6093, 5 and 6).
//
// What it says of sockets without a mark, such as UDP's, is the system's choice. On
// Windows it is also true while there is no urgent data.
//
// Source: POSIX.1-2024 sockatmark(), 2.10.12; tcp(7), SIOCATMARK.
func (s *Socket) AtMark() (at bool, err error) {
	if s == nil {
		return false, refuse("sockatmark", "the socket is nil")
	}
	err = s.control("sockatmark", func(fd int) (err error) {
		at, err = sysMark(fd)
		return err
	})

	return at, err
}
