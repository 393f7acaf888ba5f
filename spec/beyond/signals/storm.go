package signals

import (
	"errors"
	"runtime"
	"sync/atomic"
	"syscall"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/descriptor"
	"socketspec/fixtures/payload"
	. "socketspec/spec/harness"
)

// A program that makes a call again after EINTR, and goes on where a call has done a part,
// loses nothing.
var _ = Describe("A storm of signals, with and without SA_RESTART,", Label("needs:descriptor", "needs:threads"), func() {
	const times = 20
	var interruptions *atomic.Int64

	BeforeEach(func() {
		requireSignals()
		interruptions = new(atomic.Int64)
	})

	// soon waits until the thread was interrupted once more.
	soon := func(i int) {
		GinkgoHelper()
		Eventually(interruptions.Load).WithPolling(100*time.Microsecond).Should(BeNumerically(">", i), "no call was interrupted")
	}

	It("takes nothing from a stream that is received", Label("claim:signal.nothing-lost"), func() {
		client, server := NewPair()
		fd := plain(server)
		receive := beginning(fd, descriptor.Thread.InRecv, func() (all []byte, err error) {
			for {
				data, err := again(interruptions, func() ([]byte, error) { return descriptor.RecvOnce(fd, 100, 0) })
				if all = append(all, data...); err != nil || len(data) == 0 {
					return all, err
				}
			}
		})
		storm(receive)
		p := payload.New(1, times*1000)
		for i := range times {
			soon(i)
			Expect(client.SendAll(p[i*1000:][:1000])).To(Succeed())
		}
		EndStream(client)
		Expect(receive.Result()).To(BeEquivalentTo(p))
	})

	It("takes nothing from a stream that is sent", Label("claim:signal.nothing-lost"), func() {
		client, server := NewNarrowPair()
		p := payload.New(1, times*MoreThanFits(NewNarrowPair))
		fd := plain(client)
		send := beginning(fd, descriptor.Thread.InSend, func() (n int, err error) {
			for n < len(p) && err == nil {
				var taken int
				taken, err = again(interruptions, func() (int, error) { return descriptor.SendOnce(fd, p[n:], 0) })
				n += taken
			}

			return n, err
		})
		storm(send)
		var got []byte
		for i := range times {
			soon(i)
			got = append(got, RecvExactly(server, 1000)...)
		}
		got = append(got, RecvExactly(server, len(p)-len(got))...)
		Expect(send.Result()).To(Equal(len(p)))
		Expect(got).To(BeEquivalentTo(p))
	})

	It("takes no datagram, and cuts none", Label("claim:signal.nothing-lost", "needs:udp"), func() {
		s, addr := NewUDP()
		from, _ := NewUDP()
		fd := plain(s)
		receive := beginning(fd, descriptor.Thread.InRecv, func() (all []string, err error) {
			for len(all) < times && err == nil {
				var data []byte
				data, err = again(interruptions, func() ([]byte, error) { return descriptor.RecvOnce(fd, 100, 0) })
				all = append(all, string(data))
			}

			return all, err
		})
		storm(receive)
		var want []string
		for i := range times {
			soon(i)
			text := string(payload.New(uint64(i), 1+i)) //nolint:gosec // A small number.
			Expect(from.SendTo([]byte(text), addr)).To(Equal(1 + i))
			want = append(want, text)
		}
		Expect(receive.Result()).To(Equal(want))
	})

	It("takes no client from accept, which has each once", Label("claim:signal.nothing-lost"), func() {
		listener, addr := NewListener(times)
		fd := plain(listener)
		accept := beginning(fd, descriptor.Thread.InAccept, func() (n int, err error) {
			for ; n < times && err == nil; n++ {
				var conn int
				conn, err = again(interruptions, accepting(fd))
				if err == nil {
					_, err = descriptor.Write(conn, []byte{byte(n)}) //nolint:gosec // A small number.
				}
			}

			return n, err
		})
		storm(accept)
		for i := range times {
			soon(i)
			client := Dial(addr)
			Expect(RecvExactly(client, 1)).To(BeEquivalentTo([]byte{byte(i)})) //nolint:gosec // A small number.
		}
		Expect(accept.Result()).To(Equal(times))
	})
})

// storm has the thread of a call catch both signals by turns, until the call returns.
func storm[T any](w waiter[T]) {
	GinkgoHelper()
	Doing(func() error {
		for i := 0; ; i++ {
			caught, err := w.thread.Signal([]descriptor.Signal{descriptor.Interrupting, descriptor.Restarting}[i%2])
			if err != nil {
				return err // it has ended
			}
			select {
			case <-caught:
			case <-w.Done():
				return nil
			}
			runtime.Gosched()
		}
	})
}

// again makes a call until no signal ends it, and counts how often one has.
func again[T any](interruptions *atomic.Int64, call func() (T, error)) (T, error) {
	for {
		value, err := call()
		if !errors.Is(err, syscall.EINTR) {
			return value, err
		}
		interruptions.Add(1)
	}
}
