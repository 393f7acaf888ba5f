package sockets

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"time"
)

// CreateServer makes a TCP socket that listens on address, "host:port". It wraps
// socket, setsockopt, bind and listen, and is Python's create_server: on Unix it
// sets SO_REUSEADDR, so that a server can be started again while connections of
// the earlier one are in TIME-WAIT.
//
// It does not wait, but for the look-up of a name. An empty host stands for all
// IPv4 addresses of this machine and port 0 for a free port. A name stands for
// its first IPv4 address, or its first IPv6 address if it has no other. An IPv6
// server takes no IPv4 clients (IPV6_V6ONLY).
//
// Errors: those of [New], [Socket.Bind] and [Socket.Listen]; a [*net.DNSError]
// for a name that is not known. After a failure nothing is left open.
//
// Source: Python's socket.create_server; RFC 3493, 5.3.
func CreateServer(address string, backlog int) (*Socket, error) {
	if !isInt(backlog) {
		return nil, refuse("listen", "no C int holds a backlog of %d", backlog)
	}
	addrs, err := resolve(address, netip.IPv4Unspecified())
	if err != nil {
		return nil, err
	}
	// The first of all, where it has none of IPv4.
	addr := addrs[max(0, slices.IndexFunc(addrs, func(a Addr) bool { return a.family == AF_INET }))]

	return newWith(addr, func(s *Socket) error { return s.serve(addr, backlog) })
}

// CreateConnection makes a TCP socket and connects it to address, "host:port".
// It wraps socket and connect for one address after the other that the host has,
// until one answers, and is Python's create_connection.
//
// The timeout, as in [Socket.SetTimeout], bounds each attempt and neither all of
// them together nor the look-up of a name; the socket returned keeps it. With 0
// no attempt can wait, and all fail with EINPROGRESS.
//
// Errors: those of [New] and [Socket.Connect], joined, one for each address; a
// [*net.DNSError] for a name that is not known. After a failure nothing is left
// open.
//
// Source: Python's socket.create_connection.
func CreateConnection(address string, timeout time.Duration) (*Socket, error) {
	if err := checkTimeout("connect", timeout); err != nil {
		return nil, err
	}
	addrs, err := resolve(address, netip.Addr{})
	if err != nil {
		return nil, err
	}
	var failures []error
	for _, addr := range addrs {
		s, err := newWith(addr, func(s *Socket) error {
			s.timeout.Store(int64(timeout))

			return s.Connect(addr)
		})
		if err == nil {
			return s, nil
		}
		failures = append(failures, fmt.Errorf("%v: %w", addr, err))
	}

	return nil, errors.Join(failures...)
}

// newWith makes a TCP socket for addr and prepares it, or closes it.
func newWith(addr Addr, prepare func(*Socket) error) (*Socket, error) {
	s, err := New(addr.family, SOCK_STREAM)
	if err != nil {
		return nil, err
	}
	if err = prepare(s); err != nil {
		_ = s.Close() // err says more
		return nil, err
	}

	return s, nil
}

func (s *Socket) serve(addr Addr, backlog int) error {
	if serversReuseAddr {
		if err := s.SetReuseAddr(true); err != nil {
			return err
		}
	}
	if addr.family == AF_INET6 {
		if err := s.SetOption(int(IPPROTO_IPV6), IPV6_V6ONLY, 1); err != nil {
			return err
		}
	}
	if err := s.Bind(addr); err != nil {
		return err
	}

	return s.Listen(backlog)
}

// resolve returns the addresses, at least one, that "host:port" stands for; an
// empty host is local, if that is an address.
func resolve(address string, local netip.Addr) ([]Addr, error) {
	host, service, err := net.SplitHostPort(address)
	if err != nil {
		return nil, refuse("address", "%q is not a host and port: %v", address, err)
	}
	if host == "" && !local.IsValid() {
		return nil, refuse("address", "%q names no host", address)
	}
	port, err := net.DefaultResolver.LookupPort(context.Background(), "tcp", service)
	if err != nil {
		return nil, refuse("address", "%q: %v", address, err)
	}
	ips := []netip.Addr{local}
	if host != "" {
		if ips, err = lookUp(host); err != nil {
			return nil, err
		}
	}
	addrs := make([]Addr, len(ips))
	for i, ip := range ips {
		if addrs[i], err = InetAddr(netip.AddrPortFrom(ip, uint16(port))); err != nil { //nolint:gosec // A port.
			return nil, err
		}
	}

	return addrs, nil
}

// lookUp returns the addresses of a host. One that is an address already stands
// for itself: the resolver would add 0.0.0.0 to "::" (go.dev/issue/18806).
func lookUp(host string) ([]netip.Addr, error) {
	if ip, err := netip.ParseAddr(host); err == nil {
		return []netip.Addr{ip.Unmap()}, nil
	}
	ips, err := net.DefaultResolver.LookupNetIP(context.Background(), "ip", host)
	for i, ip := range ips {
		ips[i] = ip.Unmap() // they come in either form (go.dev/issue/53554)
	}

	return ips, err
}
