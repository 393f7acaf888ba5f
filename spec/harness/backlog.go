package harness

import (
	"errors"
	"fmt"
	"os"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/stacks"
	"socketspec/sockets"
)

// MostAdmitted is how many clients Fill connects at most: some backlogs mean
// thousands.
const MostAdmitted = 200

// FewAdmitted is how many clients use up the smallest backlog at the latest, where
// backlogs bound anything: the capability backlog-bounds.
const FewAdmitted = 50

// Fill connects clients until one is not admitted, and returns the addresses of
// those that were. It leaves out a client that is reset again: FreeBSD completes
// one handshake too many, and then resets that connection.
func Fill(addr sockets.Addr) (admitted []sockets.Addr) {
	GinkgoHelper()
	return FillUpTo(addr, MostAdmitted, 20*time.Millisecond)
}

// FillUpTo is Fill for n clients at most, each of which may take a time to connect.
func FillUpTo(addr sockets.Addr, n int, timeout time.Duration) (admitted []sockets.Addr) {
	GinkgoHelper()
	for len(admitted) < n {
		client := NewTCP()
		if connectIn(client, addr, timeout) != nil || !Queued(client, addr) {
			break
		}
		if _, err := client.Recv(1); !errors.Is(err, os.ErrDeadlineExceeded) {
			break
		}
		admitted = append(admitted, LocalAddr(client))
	}

	return admitted
}

// ConnectWithin connects a client that gives up after a time.
func ConnectWithin(addr sockets.Addr, timeout time.Duration) error {
	GinkgoHelper()
	return connectIn(NewTCP(), addr, timeout)
}

// connectIn connects within a time. If that fails it closes the client, so that
// the attempt does not go on. A handshake on loopback takes microseconds. If it
// takes longer, a queue counts as full that is not, which no spec minds.
func connectIn(client Socket, addr sockets.Addr, timeout time.Duration) error {
	GinkgoHelper()
	Expect(client.SetTimeout(timeout)).To(Succeed())
	err := client.Connect(addr)
	if err != nil {
		Expect(client.Close()).To(Succeed())
		return err
	}
	Expect(client.SetTimeout(time.Nanosecond)).To(Succeed())

	return nil
}

// Queued waits until the handshake of a client is complete at the server too, and
// reports whether it is. connect returns before the server has received the last
// ACK, and clients are queued in the order of these ACKs. Where the stack cannot
// tell the states of connections, it returns true at once.
func Queued(client Socket, addr sockets.Addr) bool {
	GinkgoHelper()
	if under.Supports(stacks.States) != nil {
		return true
	}

	// It may be accepted by now, and even be closed again.
	return Lenient().Eventually(StateBetween(addr, LocalAddr(client))).WithTimeout(TryPatience()).
		ShouldNot(Or(Equal(stacks.Closed), Equal(stacks.SynReceived)))
}

// ConnectUntilStuck connects clients until one fails. It returns that client, how
// long its connect took, and its error. The spec is skipped on a system where no
// client has to wait.
func ConnectUntilStuck(addr sockets.Addr, timeout time.Duration) (client Socket, waited time.Duration, err error) {
	GinkgoHelper()
	for range FewAdmitted {
		client = NewTCP()
		Expect(client.SetTimeout(timeout)).To(Succeed())
		waited, err = Timed(func() error { return client.Connect(addr) })
		if IsRefusal(err) {
			Skip("this system refuses clients when the accept queue is full: nothing makes connect wait")
		}
		if err != nil {
			return client, waited, err
		}
		ExpectConnected(client)
	}
	Skip(fmt.Sprintf("this system admits %d clients to a queue of 0: nothing makes connect wait", FewAdmitted))

	return nil, 0, nil
}

// ExpectConnected checks that a connect which has returned made a connection, even
// if it is gone again: FreeBSD completes one handshake too many, and then resets
// that connection.
func ExpectConnected(client Socket) {
	GinkgoHelper()
	if _, err := client.PeerAddr(); err != nil {
		_, err = client.Recv(1)
		Expect(err).To(MatchError(sockets.ECONNRESET), "connect has returned, and there is no connection")
	}
}
