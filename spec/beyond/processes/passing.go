package processes

import (
	"strconv"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/descriptor"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// A descriptor is passed as data of a control message, SCM_RIGHTS: POSIX <sys/socket.h>,
// sendmsg() and recvmsg().
var _ = Describe("A descriptor that is passed to another process", Label("needs:descriptor", "needs:processes", "needs:inherit", "needs:socketpair"), func() {
	var via int // leads to the other process, which has 3
	var other hand
	var client Socket
	var fd int

	BeforeEach(func() {
		a, b := NewUnixStream()
		via = Held(a)
		there := Held(b)
		other = newHand(there)
		Expect(descriptor.Close(there)).To(Succeed())
		var server Socket
		client, server = NewPair()
		fd = Held(server)
	})

	// passed passes the descriptor, and returns its number in the other process.
	passed := func() (number string) {
		GinkgoHelper()
		Expect(descriptor.Pass(via, "parcel", fd)).To(Succeed())
		number = other.does("take 3")
		Expect(strconv.Atoi(number)).NotTo(Equal(3))

		return number
	}

	It("is the connection there: what is sent there arrives here, and back", Label("claim:passing.same-description"), func() {
		number := passed()
		SendString(client, "socket")
		Expect(other.does("recv %s 6", number)).To(Equal("socket"))
		other.does("send %s thanks", number)
		Expect(RecvExactly(client, 6)).To(Equal("thanks"))
	})

	It("brings what was received and not read", Label("claim:passing.same-description"), func() {
		SendString(client, "socket")
		Expect(descriptor.Recv(fd, 2, 0)).To(BeEquivalentTo("so"))
		Expect(other.does("recv %s 4", passed())).To(Equal("cket"))
	})

	It("refers to the same socket: O_NONBLOCK is set here by setting it there", Label("claim:passing.same-description"), func() {
		other.does("nonblocking %s true", passed())
		Expect(descriptor.NonBlocking(fd)).To(BeTrue())
	})

	It("is one holder more: the stream ends when both have closed it", Label("claim:passing.same-description"), func() {
		number := passed()
		Expect(descriptor.Close(fd)).To(Succeed())
		other.does("send %s socket", number)
		other.does("close %s", number)
		Expect(RecvUntilEnd(client)).To(Equal("socket"))
	})

	It("comes back, as another descriptor of the same socket", Label("claim:passing.same-description"), func() {
		number := passed()
		other.does("pass 3 %s", number)
		parcel, err := descriptor.Take(via, 1)
		Expect(err).NotTo(HaveOccurred())
		back := taken(parcel)
		Expect(back).NotTo(Equal(fd))
		Expect(descriptor.Write(back, []byte("socket"))).To(Equal(6))
		Expect(RecvExactly(client, 6)).To(Equal("socket"))
	})

	It("keeps the connection alive on its way, when the one who sent it has closed it", Label("claim:passing.in-flight"), func() {
		Expect(descriptor.Pass(via, "parcel", fd)).To(Succeed())
		Expect(descriptor.Close(fd)).To(Succeed())
		SendString(client, "socket")
		number := other.does("take 3")
		Expect(other.does("recv %s 6", number)).To(Equal("socket"))
		other.does("send %s thanks", number)
		Expect(RecvExactly(client, 6)).To(Equal("thanks"))
	})

	It("may be passed on before anybody has it: a parcel in a parcel", Label("claim:passing.in-flight"), func() {
		x, y := NewUnixStream()
		from, to := Held(x), Held(y)
		Expect(descriptor.Pass(from, "parcel", fd)).To(Succeed())
		Expect(descriptor.Pass(via, "parcel", to)).To(Succeed())
		for _, closed := range []int{from, to, fd} {
			Expect(descriptor.Close(closed)).To(Succeed())
		}
		number := other.does("take %s", other.does("take 3"))
		other.does("send %s socket", number)
		Expect(RecvExactly(client, 6)).To(Equal("socket"))
	})

	It("ends the stream, or is a holder that nobody knows of, when it is on its way to nobody any more", Label("claim:passing.in-flight"), func() {
		Expect(descriptor.Pass(via, "parcel", fd)).To(Succeed())
		Expect(descriptor.Close(fd)).To(Succeed())
		SendString(client, "socket")
		Expect(other.Kill()).To(Succeed())
		Expect(descriptor.Close(via)).To(Succeed())
		Expect(client.SetTimeout(0)).To(Succeed())
		var err error
		Lenient().Eventually(func() error { _, err = client.Recv(64); return err }).WithTimeout(TryPatience()).ShouldNot(MatchError(sockets.EAGAIN))
		// What becomes of it POSIX does not say.
		Observe("recv, when the peer's descriptor was lost on its way, with data unread", Outcome(err), "ECONNRESET, which TCP advises, or the end; EAGAIN where the descriptor is still open")
		Expect(err).To(MatchOneOf(nil, sockets.ECONNRESET, sockets.EAGAIN))
	})
})

var _ = Describe("A listener that is passed to another process", Label("needs:descriptor", "needs:processes", "needs:inherit", "needs:socketpair"), func() {
	var via, fd int
	var other hand
	var addr sockets.Addr

	BeforeEach(func() {
		a, b := NewUnixStream()
		via = Held(a)
		other = newHand(Held(b))
		var listener Socket
		listener, addr = NewListener(2)
		fd = Held(listener)
	})

	It("accepts there, also those who had come before", Label("claim:passing.listener"), func() {
		before := DialInTurn(addr)
		Expect(descriptor.Pass(via, "parcel", fd)).To(Succeed())
		Expect(descriptor.Close(fd)).To(Succeed())
		number := other.does("take 3")
		other.does("send %s before", other.does("accept %s", number))
		Expect(RecvExactly(before, 6)).To(Equal("before"))
		after := Dial(addr)
		other.does("send %s after", other.does("accept %s", number))
		Expect(RecvExactly(after, 5)).To(Equal("after"))
	})

	It("takes clients while it is on its way", Label("claim:passing.listener"), func() {
		Expect(descriptor.Pass(via, "parcel", fd)).To(Succeed())
		Expect(descriptor.Close(fd)).To(Succeed())
		client := Dial(addr)
		other.does("send %s welcome", other.does("accept %s", other.does("take 3")))
		Expect(RecvExactly(client, 7)).To(Equal("welcome"))
	})

	It("is refused to clients when the process that has it alone ends", Label("claim:passing.listener"), func() {
		Expect(descriptor.Pass(via, "parcel", fd)).To(Succeed())
		Expect(descriptor.Close(fd)).To(Succeed())
		other.does("take 3")
		Dial(addr)
		Expect(other.Kill()).To(Succeed())
		Expect(IsRefusal(TryConnect(addr))).To(BeTrue())
	})
})

var _ = Describe("A descriptor that was passed within one process", Label("needs:descriptor", "needs:socketpair"), func() {
	It("is another descriptor of the same socket", Label("claim:passing.same-description"), func() {
		a, b := NewUnixStream()
		from, to := Held(a), Held(b)
		client, server := NewPair()
		fd := Held(server)
		Expect(descriptor.Pass(from, "parcel", fd)).To(Succeed())
		parcel, err := descriptor.Take(to, 1)
		Expect(err).NotTo(HaveOccurred())
		Expect(parcel.Text).To(Equal("parcel"))
		Expect(parcel.Cut).To(BeFalse())
		other := taken(parcel)
		Expect(other).NotTo(Equal(fd))
		Expect(descriptor.SetNonBlocking(other, true)).To(Succeed())
		Expect(descriptor.NonBlocking(fd)).To(BeTrue(), "it has waited")
		_, err = descriptor.Recv(fd, 64, 0)
		Expect(err).To(MatchError(sockets.EAGAIN))
		SendString(client, "s")
		Expect(descriptor.Poll(other, sockets.POLLIN, Patience())).To(Equal(sockets.POLLIN))
	})
})

// taken is the descriptor of a parcel. It is closed when the spec ends.
func taken(p descriptor.Parcel) int {
	GinkgoHelper()
	for _, fd := range p.FDs {
		Cleanup(descriptor.Close, fd)
	}
	Expect(p.FDs).To(HaveLen(1))

	return p.FDs[0]
}
