package sockets

import (
	"fmt"
	"net"
	"net/netip"
	"strconv"
	"strings"
)

// An Addr is a socket address of any family. It is a comparable value: two
// addresses are equal when they name the same place. The zero Addr is no
// address at all (AF_UNSPEC).
//
// It satisfies net.Addr. A socket address does not say which protocol it is
// meant for, so Network names the family ("ip", "unix", "packet").
type Addr struct {
	family Family
	ip     netip.AddrPort // AF_INET, AF_INET6; without a zone, which is scope
	scope  uint32         // AF_INET6: the index of the interface, 0 for none
	flow   uint32         // AF_INET6: the flow label, as the program gave it
	path   string         // AF_UNIX: a path, "\0name" (Linux, abstract), or "" (unnamed)
	link   Link           // AF_PACKET
}

var _ net.Addr = Addr{}

// A Link is a link-layer address; see packet(7).
type Link struct {
	Index    int     // of the interface, 0 for any
	Protocol uint16  // the EtherType, in host byte order: 0x0806 is ARP
	Hardware uint16  // the ARP hardware type; filled in by the system
	Kind     uint8   // whom the packet was for (PACKET_HOST, …); filled in by the system
	Addr     [8]byte // the hardware address
	Len      uint8   // how many bytes of Addr count
}

// InetAddr returns the IPv4 or IPv6 address ap. A zone is the name or the
// number of an interface of this machine; it fails when there is none such.
func InetAddr(ap netip.AddrPort) (Addr, error) {
	ip := ap.Addr()
	if !ip.IsValid() {
		return Addr{}, refuse("address", "%q is not an IP address and port", ap)
	}

	a := Addr{family: AF_INET6, ip: netip.AddrPortFrom(ip.WithZone(""), ap.Port())}
	if ip.Is4() {
		a.family = AF_INET
	}
	if zone := ip.Zone(); zone != "" {
		scope, err := scopeOf(zone)
		if err != nil {
			return Addr{}, err
		}
		a.scope = scope
	}

	return a, nil
}

// UnixAddr returns the address of a Unix domain socket: a path in the file
// system or, on Linux, a name that begins with a NUL byte (abstract; see
// unix(7)). The empty path is the address of an unnamed socket. The system's
// limit is found when the address is used: 107 bytes on Linux (108 for an
// abstract name with its NUL), 103 on macOS.
func UnixAddr(path string) Addr { return Addr{family: AF_UNIX, path: path} }

// LinkAddr returns the address of a packet socket.
func LinkAddr(link Link) Addr { return Addr{family: AF_PACKET, link: link} }

// ParseAddr parses an address as String prints it: "192.0.2.1:80",
// "[2001:db8::1]:80", "[fe80::1%2]:80"; anything with a slash, or "@name" for
// an abstract one, is a Unix address. Names are not resolved.
func ParseAddr(s string) (Addr, error) {
	if name, abstract := strings.CutPrefix(s, "@"); abstract {
		return UnixAddr("\x00" + name), nil
	}
	if strings.Contains(s, "/") {
		return UnixAddr(s), nil
	}
	ap, err := netip.ParseAddrPort(s)
	if err != nil {
		return Addr{}, refuse("address", "%q is not an IP address and port, nor a path: %v", s, err)
	}

	return InetAddr(ap)
}

// MustParseAddr is ParseAddr for addresses that are known to be good. It
// panics otherwise.
func MustParseAddr(s string) Addr {
	a, err := ParseAddr(s)
	if err != nil {
		panic(err)
	}

	return a
}

// Family returns the address family.
func (a Addr) Family() Family { return a.family }

// IP returns the IP address, without a zone (see Scope); the zero value for
// other families.
func (a Addr) IP() netip.Addr { return a.ip.Addr() }

// Port returns the port, 0 for families that have none.
func (a Addr) Port() uint16 { return a.ip.Port() }

// AddrPort returns the IP address and port, with the scope as the zone.
func (a Addr) AddrPort() netip.AddrPort {
	if a.scope == 0 {
		return a.ip
	}

	return netip.AddrPortFrom(a.ip.Addr().WithZone(strconv.FormatUint(uint64(a.scope), 10)), a.ip.Port())
}

// Scope returns the index of the interface that an IPv6 address is local to,
// 0 for none.
func (a Addr) Scope() uint32 { return a.scope }

// Flow returns the flow information of an IPv6 address; see ipv6(7).
func (a Addr) Flow() uint32 { return a.flow }

// Path returns the path of a Unix address, "" for an unnamed one.
func (a Addr) Path() string { return a.path }

// Link returns the link-layer address of a packet socket.
func (a Addr) Link() Link { return a.link }

// WithPort returns the address with another port.
func (a Addr) WithPort(port uint16) Addr {
	if a.ip.IsValid() {
		a.ip = netip.AddrPortFrom(a.ip.Addr(), port)
	}

	return a
}

// WithFlow returns an IPv6 address with other flow information.
func (a Addr) WithFlow(flow uint32) Addr {
	if a.family == AF_INET6 {
		a.flow = flow
	}

	return a
}

// Network returns "ip", "unix" or "packet", and "" for the zero Addr.
func (a Addr) Network() string {
	switch a.family {
	case AF_INET, AF_INET6:
		return "ip"
	case AF_UNIX:
		return "unix"
	case AF_PACKET:
		return "packet"
	}

	return ""
}

// String returns the address as ParseAddr reads it, without flow information.
// An unnamed Unix address and the zero Addr are "", and a relative path without
// a slash is only itself: ParseAddr knows neither from a mistake. One that
// begins with "@" reads as an abstract name ("./@" does not), and a link-layer
// address is for people only.
func (a Addr) String() string {
	switch a.family {
	case AF_INET, AF_INET6:
		return a.AddrPort().String()
	case AF_UNIX:
		if name, abstract := strings.CutPrefix(a.path, "\x00"); abstract {
			return "@" + name
		}

		return a.path
	case AF_PACKET:
		hardware := net.HardwareAddr(a.link.Addr[:min(a.link.Len, 8)])
		return fmt.Sprintf("%s protocol %#04x interface %d", hardware, a.link.Protocol, a.link.Index)
	}

	return ""
}

// scopeOf is the index of the interface that zone names or numbers.
func scopeOf(zone string) (uint32, error) {
	if n, err := strconv.ParseUint(zone, 10, 32); err == nil {
		return uint32(n), nil
	}
	in, err := net.InterfaceByName(zone)
	if err != nil {
		return 0, refuse("address", "no interface %q", zone)
	}

	return uint32(in.Index), nil //nolint:gosec // An index is a small positive number.
}
