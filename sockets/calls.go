package sockets

import "os"

// The calls that never wait.

func newSocket(family Family, typ Type, protocol Protocol) (*Socket, error) {
	fd, err := sysSocket(int(family), int(typ), kernelProtocol(family, protocol))
	if err != nil {
		return nil, os.NewSyscallError("socket", err)
	}

	return asked(fd, family, typ, protocol), nil
}

// asked is adopt for a type that may have flags with it, as the program has asked
// for it: the system takes them off, and SO_TYPE does not show them.
func asked(fd int, family Family, typ Type, protocol Protocol) *Socket {
	s := adopt(fd, family, typ&^(SOCK_NONBLOCK|SOCK_CLOEXEC), protocol)
	if typ&SOCK_NONBLOCK != 0 {
		s.timeout.Store(0)
	}

	return s
}

func (h *handle) bind(addr Addr) error {
	return h.control("bind", func(fd int) error { return sysBind(fd, addr) })
}

func (h *handle) listen(backlog int) error {
	return h.control("listen", func(fd int) error { return sysListen(fd, backlog) })
}

func (h *handle) shutdown(how How) error {
	err := h.control("shutdown", func(fd int) error { return sysShutdown(fd, how) })
	if err == nil && shutdownIsSilent {
		h.wakeReceiver()
		h.wakeSender()
	}

	return err
}

func (h *handle) localAddr() (addr Addr, err error) {
	err = h.control("getsockname", func(fd int) (err error) {
		addr, err = nameOf(fd, sysGetsockname)
		return err
	})

	return addr, err
}

func (h *handle) peerAddr() (addr Addr, err error) {
	err = h.control("getpeername", func(fd int) (err error) {
		addr, err = nameOf(fd, sysGetpeername)
		return err
	})

	return addr, err
}

func (h *handle) readable() (n int, err error) {
	err = h.control("ioctl", func(fd int) (err error) {
		n, err = sysWaiting(fd)
		return err
	})

	return n, err
}

func (h *handle) setOption(level, name, value int) error {
	return h.control("setsockopt", func(fd int) error {
		err := sysSetOption(fd, level, name, value)
		if err == nil {
			h.chosen.Or(optionGroupOf(level, name))
		}

		return err
	})
}

func (h *handle) option(level, name int) (value int, err error) {
	err = h.control("getsockopt", func(fd int) (err error) {
		value, err = sysOption(fd, level, name)
		return err
	})

	return value, err
}

func (h *handle) setLinger(seconds int) error {
	return h.control("setsockopt", func(fd int) error { return sysSetLinger(fd, seconds) })
}
