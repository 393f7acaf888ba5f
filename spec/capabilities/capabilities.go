// Package capabilities tries each capability of the stack under test, whether the
// stack claims or denies it. A try uses the capability with as few calls as possible
// and returns an error if that does not work.
package capabilities

import (
	"errors"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/stacks"
	. "socketspec/spec/harness"
)

// A spec is skipped where the stack denies a capability that the spec needs. Because
// denied capabilities are tried as well, no stack hides a failure behind a denial.
// Because claimed ones are, a false claim is reported as such.
var _ = Describe("A capability", func() {
	DescribeTable("that is claimed is there, and one that is denied is not:", func(c stacks.Capability, try func() error) {
		Expect(CurrentSpecReport().Labels()).To(ContainElement("capability:" + string(c)))
		denied, missing := Under().Supports(c), try()
		switch {
		case errors.Is(missing, errUntried):
			Skip(missing.Error())
		case denied == nil && errors.Is(missing, stacks.ErrUnknown):
			Skip("not tried: " + missing.Error())
		case denied != nil && stacks.DeniedUnknown(c):
			Skip("denied, and perhaps because the stack is older than the capability: " + denied.Error())
		case denied != nil:
			Expect(denied.Error()).NotTo(BeEmpty(), "a denial must give its reason")
			Expect(missing).To(HaveOccurred(), "denied and works; denied because: %v", denied)
		default:
			Expect(missing).NotTo(HaveOccurred(), claimed(c))
		}
	},
		Entry("ipv6, connections on ::1", Label("capability:ipv6"), stacks.IPv6, tryIPv6),
		Entry("udp, datagrams over IPv4", Label("capability:udp"), stacks.UDP, tryUDP),
		Entry("unix, streams within the machine", Label("capability:unix"), stacks.Unix, tryUnix),
		Entry("unix-datagram, datagrams within the machine", Label("capability:unix-datagram"), stacks.UnixDatagram, tryUnixDatagram),
		Entry("unix-seqpacket, connections that keep messages apart", Label("capability:unix-seqpacket"), stacks.UnixSeqpacket, tryUnixSeqpacket),
		Entry("socketpair, two sockets that are born connected", Label("capability:socketpair"), stacks.SocketPair, trySocketPair),
		Entry("icmp, echoes for everybody", Label("capability:icmp"), stacks.ICMP, tryICMP),
		Entry("packet, frames of the link", Label("capability:packet"), stacks.Packet, tryPacket),

		Entry("peek, to look at data and leave it", Label("capability:peek"), stacks.Peek, tryPeek),
		Entry("trunc-flag, to learn how long a datagram was that did not fit", Label("capability:trunc-flag"), stacks.TruncFlag, tryTruncFlag),
		Entry("silent-truncation, a datagram that is cut without a word", Label("capability:silent-truncation"), stacks.SilentCut, trySilentCut),
		Entry("loud-truncation, a datagram that is too long for recv and is an error", Label("capability:loud-truncation"), stacks.LoudCut, tryLoudCut),
		Entry("silent-shutdown, a recv that returns nothing once its side was shut down", Label("capability:silent-shutdown"), stacks.SilentShut, trySilentShut),
		Entry("udp-refusal, to be told by ICMP that nobody receives", Label("capability:udp-refusal"), stacks.UDPRefusal, tryUDPRefusal),
		Entry("waiting, to learn how much has been received", Label("capability:waiting"), stacks.Waiting, tryWaiting),
		Entry("dup, a second descriptor of one connection", Label("capability:dup"), stacks.Dup, tryDup),
		Entry("descriptor, one that is read as a file is", Label("capability:descriptor"), stacks.Descriptor, tryDescriptor),
		Entry("alloc-free, to receive without allocating", Label("capability:alloc-free"), stacks.AllocFree, tryAllocFree),
		Entry("reuse-addr, to bind over TIME-WAIT and over nothing else", Label("capability:reuse-addr"), stacks.ReuseAddr, tryReuseAddr),
		Entry("reuse-port, two listeners on one port", Label("capability:reuse-port"), stacks.ReusePort, tryReusePort),
		Entry("linger, to reset by closing", Label("capability:linger"), stacks.Linger, tryLinger),
		Entry("reset, a close that resets, by SO_LINGER or by what is left unread", Label("capability:reset"), stacks.Reset, tryReset),
		Entry("narrow-buffers, to have the system take less by asking for small buffers", Label("capability:narrow-buffers"), stacks.NarrowBuffers, tryNarrowBuffers),
		Entry("bind-apart, to be bound and not yet listen", Label("capability:bind-apart"), stacks.BindApart, tryBindApart),
		Entry("connect-begins, a connect that may not wait and is made all the same", Label("capability:connect-begins"), stacks.ConnectBegins, tryConnectBegins),
		Entry("relisten, to make the backlog larger by listening again", Label("capability:relisten"), stacks.Relisten, tryRelisten),
		Entry("backlog-bounds, a backlog that can be used up", Label("capability:backlog-bounds"), stacks.BacklogBounds, tryBacklogBounds),
		Entry("close-wakes, to wake by closing what waits on the socket", Label("capability:close-wakes"), stacks.CloseWakes, tryCloseWakes),
		Entry("text-send, to send characters and not bytes", Label("capability:text-send"), stacks.TextSend, tryTextSend),
		Entry("partial-count, to learn how much a failed sendall had sent", Label("capability:partial-count"), stacks.PartialCount, tryPartialCount),
		Entry("whole-sendall, calls of sendall that do not mix", Label("capability:whole-sendall"), stacks.WholeSendAll, tryWholeSendAll),
		Entry("net-view, a socket that Go's own packages can use", Label("capability:net-view"), stacks.NetView, tryNetView),
		Entry("readiness, to ask poll what would not wait", Label("capability:readiness"), stacks.Readiness, tryReadiness),
		Entry("select, to ask select what would not wait", Label("capability:select"), stacks.Select, trySelect),
		Entry("disconnect, datagrams from everybody again", Label("capability:disconnect"), stacks.Disconnect, tryDisconnect),
		Entry("vectors, several buffers by one call", Label("capability:vectors"), stacks.Vectors, tryVectors),
		Entry("urgent, a byte out of band", Label("capability:urgent"), stacks.Urgent, tryUrgent),
		Entry("urgent-mark, to tell where urgent data was sent", Label("capability:urgent-mark"), stacks.UrgentMark, tryUrgentMark),

		Entry("parked, to tell whether a call waits", Label("capability:parked"), stacks.Parked, tryParked),
		Entry("states, to tell the state of a connection", Label("capability:states"), stacks.States, tryStates),
		Entry("threads, to tell what a thread that waits is doing", Label("capability:threads"), stacks.Threads, tryThreads),
		Entry("descriptors, to count the sockets that the process has open", Label("capability:descriptors"), stacks.Descriptors, tryDescriptors),

		Entry("two-hosts, a network of its own", Label("capability:two-hosts"), stacks.TwoHosts, tryTwoHosts),
		Entry("wire, what passes between two hosts seen and kept back", Label("capability:wire"), stacks.Wire, tryWireHolds),
		Entry("wire-ipv6, the same between addresses of IPv6", Label("capability:wire-ipv6"), stacks.WireIPv6, tryWireIPv6),
		Entry("virtual-time, two hosts whose time can be let pass", Label("capability:virtual-time"), stacks.VirtualTime, tryVirtualTime),
		Entry("processes, a second process at the same addresses", Label("capability:processes"), stacks.Processes, tryProcesses),
		Entry("inherit, a connection that a second process goes on with", Label("capability:inherit"), stacks.Inherit, tryInherit),
		Entry("second-address, connections on 127.0.0.2", Label("capability:second-address"), stacks.SecondAddress, trySecondAddress),
		Entry("low-ports, ports that a program without privileges is refused", Label("capability:low-ports"), stacks.LowPorts, tryLowPorts),
	)
})

// claimed says of a capability that does not work how the stack has claimed it.
func claimed(c stacks.Capability) string {
	if _, lacker := Unwatched().(stacks.Lacker); !lacker && stacks.Later(c) {
		return "it was added later, does not work, and the stack does not deny it: stacks.Lacker"
	}

	return "claimed and does not work"
}

// errUntried is returned by a try that could not be made, for a reason that says
// nothing about the capability. The spec is then skipped.
var errUntried = errors.New("not tried")

// orNothing returns err, or an error that says that there was none.
func orNothing(err error) error {
	if err == nil {
		return errors.New("no error")
	}

	return err
}
