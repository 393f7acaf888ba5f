package sockets

// NothingYet is what a receive asks first.
func (s *Socket) NothingYet() bool { return sysNothingYet(s.fd) }
