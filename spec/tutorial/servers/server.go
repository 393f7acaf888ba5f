// Package servers specifies how servers work, from one client at a time to the web.
package servers

import (
	"errors"
	"fmt"
	"runtime"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/descriptor"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

var _ = Describe("A server", func() {
	It("is found waiting inside accept for its next client, however often one looks", Label("claim:server.polls", "needs:parked"), func() {
		listener, _ := NewListener(1)
		expectToSleep(Accepting(listener))
	})

	It("is found waiting inside recv for its client's next words, however often one looks", Label("claim:server.polls", "needs:parked"), func() {
		_, server := NewPair()
		expectToSleep(Calling(func() ([]byte, error) { return server.Recv(1024) }))
	})

	It("is found waiting inside accept again, when it has accepted somebody", Label("claim:server.polls", "needs:parked"), func() {
		listener, addr := NewListener(1)
		Dial(addr)
		Accept(listener)
		expectToSleep(Accepting(listener))
	})

	It("is found waiting inside recv when it has a timeout, too", Label("claim:server.polls", "needs:parked"), func() {
		_, server := NewPair()
		Expect(server.SetTimeout(Patience())).To(Succeed())
		expectToSleep(Calling(func() ([]byte, error) { return server.Recv(1024) }))
	})

	It("is found waiting inside recv again, when it has answered", Label("claim:server.polls", "needs:parked"), func() {
		client, server := NewPair()
		SendString(client, "question")
		Expect(RecvExactly(server, 8)).To(Equal("question"))
		SendString(server, "answer")
		expectToSleep(Calling(func() ([]byte, error) { return server.Recv(1024) }))
	})

	It("sleeps in one system call while it waits, and uses no processor time", Label("claim:server.polls", "needs:descriptor", "needs:threads"), func() {
		client, server := NewPair()
		thread := make(chan descriptor.Thread, 1)
		fd := Detach(server)
		waiting := Calling(func() ([]byte, error) {
			runtime.LockOSThread() // never unlocked, so that the thread ends with the goroutine
			thread <- descriptor.ThisThread()
			return descriptor.Recv(fd, 1024, 0)
		})
		Cleanup(client.Close) // wakes the thread if the spec fails
		sleeper := <-thread
		Eventually(sleeper.InRecv).Should(BeTrue())
		before, err := sleeper.Usage()
		Expect(err).NotTo(HaveOccurred())

		Chat(100)
		Expect(sleeper.Usage()).To(Equal(before))
		Expect(sleeper.InRecv()).To(BeTrue())
		SendString(client, "s")
		Expect(waiting.Result()).To(BeEquivalentTo("s"))
	})

	// This spec takes the longest. It starts first, so that the others run in
	// parallel with it.
	It("takes ten thousand clients in a row on one listener, and keeps nothing of them", Label("claim:server.serves-on"), SpecPriority(1), func() {
		listener, addr := NewListener(5)
		held := len(HeldOpen())
		for range 100 {
			Expect(Doing(func() error { return serveInARow(100, Bare(listener), addr) }).Err()).To(Succeed())
		}
		Expect(HeldOpen()).To(HaveLen(held))
	})

	It("has as many descriptors open as before, a thousand clients later", Label("claim:server.serves-on", "needs:descriptors"), func() {
		listener, addr := NewListener(5)
		before, err := descriptor.Sockets()
		Expect(err).NotTo(HaveOccurred())
		Expect(Doing(func() error { return serveInARow(1000, Bare(listener), addr) }).Err()).To(Succeed())
		// The bound is not exact, because Ginkgo's parallel processes communicate
		// over a few sockets of their own.
		Expect(descriptor.Sockets()).To(BeNumerically("<", before+10))
	})
})

// expectToSleep looks a thousand times whether a call is blocked, while other sockets
// are busy. This reveals a call that polls every few milliseconds. On a slow machine
// it looks less often, because the call must not come to count as hanging.
func expectToSleep(waiting UnderWay) {
	GinkgoHelper()
	Eventually(waiting).Should(BeBlocked())
	for begun, looks := time.Now(), 0; looks < 1000 && time.Since(begun) < TryPatience(); looks++ {
		if looks%100 == 0 {
			Chat(10)
		}
		Expect(waiting).To(BeBlocked())
	}
}

// serveInARow serves n clients one after the other. Their sockets are not watched,
// because watching them would take longer than serving the clients.
func serveInARow(n int, listener Socket, addr sockets.Addr) error {
	for range n {
		if err := serveOne(listener, addr); err != nil {
			return err
		}
	}

	return nil
}

// serveOne serves one client from connect to close. The client closes with a reset
// where the stack can: otherwise each of thousands of connections would hold a
// port in TIME-WAIT, on Linux for a minute.
func serveOne(listener Socket, addr sockets.Addr) (err error) {
	client, err := Unwatched().Socket(sockets.AF_INET, sockets.SOCK_STREAM)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, client.Close()) }()
	_ = client.SetLinger(0)
	if err = errors.Join(client.SetTimeout(Patience()), client.Connect(addr)); err != nil {
		return err
	}
	conn, _, err := listener.Accept()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	if err = conn.SetTimeout(Patience()); err != nil {
		return err
	}
	if err = client.SendAll([]byte("?")); err != nil {
		return err
	}
	data, err := conn.Recv(1)
	if err == nil && string(data) != "?" {
		err = fmt.Errorf("the client has sent \"?\", and %q was received", data)
	}

	return err
}
