package spec

import (
	"io"

	"socketspec/fixtures/stacks"
	"socketspec/fixtures/wire"
	"socketspec/spec/harness"
)

// What a stack and its sockets have to implement.
type (
	// A Stack is an implementation of sockets.
	Stack = stacks.Stack
	// A Socket is one endpoint of a Stack.
	Socket = stacks.Socket
	// A Capability is something that not every stack can do.
	Capability = stacks.Capability
)

// What a socket may implement besides, each with the capability of that name.
type (
	// A Duper makes another reference to the same connection.
	Duper = stacks.Duper
	// A Counter counts the received bytes that are waiting.
	Counter = stacks.Counter
	// A TextSender has a send that takes a string of characters.
	TextSender = stacks.TextSender
	// A Detacher gives its descriptor up to the caller.
	Detacher = stacks.Detacher
	// A NetViewer gives Go's own view of a connection and of a listener.
	NetViewer = stacks.NetViewer
	// A Poller says what the socket is ready for, without waiting.
	Poller = stacks.Poller
	// A Selecter says the same as select(2) sees it.
	Selecter = stacks.Selecter
	// A Disconnecter takes the peer of a datagram socket away.
	Disconnecter = stacks.Disconnecter
	// A Vectored socket sends and receives several buffers at once.
	Vectored = stacks.Vectored
	// A Marker tells the place where urgent data was sent.
	Marker = stacks.Marker
)

// What a stack may implement besides.
type (
	// A Pairer makes two connected Unix domain sockets.
	Pairer = stacks.Pairer
	// A Speaker makes sockets of other protocols than the usual one.
	Speaker = stacks.Speaker
	// An Adopter makes a socket of a descriptor that the process was born with.
	Adopter = stacks.Adopter
	// A Networker makes a network of two hosts.
	Networker = stacks.Networker
	// A FamilyNetworker makes one of a family of addresses.
	FamilyNetworker = stacks.FamilyNetworker
	// A Parker tells whether a call under way is blocked.
	Parker = stacks.Parker
	// A Stater tells the state of a TCP connection.
	Stater = stacks.Stater
	// A Waker ends calls that closing their socket does not end.
	Waker = stacks.Waker
	// A Resident lives in child processes of its own.
	Resident = stacks.Resident
	// A Lacker denies capabilities that were added later: CapReset, CapNarrowBuffers,
	// CapBindApart, CapConnectBegins.
	Lacker = stacks.Lacker
	// A Readier says what the machine lacks for the stack as a whole.
	Readier = stacks.Readier
	// An Auditor lists what the stack holds open.
	Auditor = stacks.Auditor
)

// What their methods take and return.
type (
	// A Network is two hosts that reach each other and nobody else.
	Network = stacks.Network
	// A Host is a stack with an address.
	Host = stacks.Host
	// A Call is a call under way.
	Call = stacks.Call
	// A State is a state of a TCP connection.
	State = stacks.State
	// A Wire is what all packets between two hosts pass. A spec sees them there,
	// and holds, drops, delays or repeats them.
	Wire = wire.Wire
	// A Link says what the frames of a wire are.
	Link = wire.Link
	// A Clock is the time by which two hosts and their wire live.
	Clock = wire.Clock
	// A Timer is a call that a Clock makes later.
	Timer = wire.Timer
)

// ErrUnknown is that the stack does not know a call, or a name in it. It wraps no errno:
// the system's own "not supported" is an answer, and is judged.
var ErrUnknown = stacks.ErrUnknown

// The capabilities. Each is documented at its name in fixtures/stacks.
const (
	// Families and types.
	CapIPv6          = stacks.IPv6
	CapUDP           = stacks.UDP
	CapUnix          = stacks.Unix
	CapUnixDatagram  = stacks.UnixDatagram
	CapUnixSeqpacket = stacks.UnixSeqpacket
	CapSocketPair    = stacks.SocketPair
	CapICMP          = stacks.ICMP
	CapPacket        = stacks.Packet

	// Calls and flags.
	CapPeek          = stacks.Peek
	CapTruncFlag     = stacks.TruncFlag
	CapSilentCut     = stacks.SilentCut
	CapLoudCut       = stacks.LoudCut
	CapSilentShut    = stacks.SilentShut
	CapUDPRefusal    = stacks.UDPRefusal
	CapWaiting       = stacks.Waiting
	CapDup           = stacks.Dup
	CapDescriptor    = stacks.Descriptor
	CapAllocFree     = stacks.AllocFree
	CapReuseAddr     = stacks.ReuseAddr
	CapReusePort     = stacks.ReusePort
	CapLinger        = stacks.Linger
	CapReset         = stacks.Reset
	CapNarrowBuffers = stacks.NarrowBuffers
	CapBindApart     = stacks.BindApart
	CapConnectBegins = stacks.ConnectBegins
	CapRelisten      = stacks.Relisten
	CapBacklogBounds = stacks.BacklogBounds
	CapCloseWakes    = stacks.CloseWakes
	CapTextSend      = stacks.TextSend
	CapPartialCount  = stacks.PartialCount
	CapWholeSendAll  = stacks.WholeSendAll
	CapNetView       = stacks.NetView
	CapReadiness     = stacks.Readiness
	CapSelect        = stacks.Select
	CapDisconnect    = stacks.Disconnect
	CapVectors       = stacks.Vectors
	CapUrgent        = stacks.Urgent
	CapUrgentMark    = stacks.UrgentMark

	// What the stack can tell.
	CapParked      = stacks.Parked
	CapStates      = stacks.States
	CapThreads     = stacks.Threads
	CapDescriptors = stacks.Descriptors

	// The surroundings.
	CapTwoHosts      = stacks.TwoHosts
	CapWire          = stacks.Wire
	CapWireIPv6      = stacks.WireIPv6
	CapVirtualTime   = stacks.VirtualTime
	CapProcesses     = stacks.Processes
	CapInherit       = stacks.Inherit
	CapSecondAddress = stacks.SecondAddress
	CapLowPorts      = stacks.LowPorts
)

// The states of a TCP connection (RFC 9293, 3.3.2).
const (
	StateClosed      = stacks.Closed
	StateListen      = stacks.Listen
	StateSynSent     = stacks.SynSent
	StateSynReceived = stacks.SynReceived
	StateEstablished = stacks.Established
	StateFinWait1    = stacks.FinWait1
	StateFinWait2    = stacks.FinWait2
	StateCloseWait   = stacks.CloseWait
	StateClosing     = stacks.Closing
	StateLastAck     = stacks.LastAck
	StateTimeWait    = stacks.TimeWait
)

// The links that a wire knows.
const (
	Ethernet = wire.Ethernet
	RawIP    = wire.RawIP
)

// Capabilities returns the names of all capabilities, in the order in which they
// are tried. Each is documented at its constant in fixtures/stacks.
func Capabilities() []Capability { return stacks.Capabilities() }

// Denied returns why a stack does not have a capability, or nil if it has it: Supports is
// not asked for those that were added later (see Lacker).
func Denied(s Stack, c Capability) error { return stacks.Denied(s, c) }

// JoinWire lays a wire between two devices, for Network.Wire. Each Read of a
// device returns one frame that its host sends, and each Write gives the host one
// to receive. Close ends both. The clock is the one by which the hosts live: nil
// is the machine's own.
func JoinWire(a, b io.ReadWriteCloser, link Link, clock Clock) *Wire {
	return wire.Join(a, b, link, clock)
}

// Under returns the stack under test as the specs use it, for specs of other
// modules that share the run. Its sockets are watched: no call on them hangs.
func Under() Stack { return harness.Under() }
