package spec

import (
	"errors"
	"fmt"
	"testing"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/descriptor"
	"socketspec/fixtures/stacks"
	"socketspec/sockets"
)

// The least use of each call and flag.

func tryPeek() error {
	client, server, err := newTryPair()
	if err != nil {
		return err
	}
	if err = client.SendAll([]byte("s")); err != nil {
		return err
	}
	looked, err := server.Recv(1, sockets.MSG_PEEK)
	if err != nil {
		return err
	}
	// With another byte behind it nothing has to wait to show that it is gone.
	if err = client.SendAll([]byte("o")); err != nil {
		return err
	}
	got, err := server.Recv(1)
	if err == nil && (string(looked) != "s" || string(got) != "s") {
		err = fmt.Errorf("a look shows %q, and then recv returns %q", looked, got)
	}

	return err
}

func tryTruncFlag() error {
	to, err := trySentDatagram()
	if err != nil {
		return err
	}
	n, err := to.RecvInto(make([]byte, 4), sockets.MSG_TRUNC)
	if err == nil && n != 6 {
		err = fmt.Errorf("a datagram of 6 bytes is told as %d", n)
	}

	return err
}

func trySilentCut() error {
	to, err := trySentDatagram()
	if err != nil {
		return err
	}
	data, err := to.Recv(4)
	if err == nil && string(data) != "sock" {
		err = fmt.Errorf("the beginning of \"socket\" is %q", data)
	}

	return err
}

func tryLoudCut() error {
	to, err := trySentDatagram()
	if err != nil {
		return err
	}
	if _, err = to.Recv(4); !errors.Is(err, sockets.EMSGSIZE) {
		return fmt.Errorf("recv of 4 bytes of 6 does not say that the message is too long; it says: %w", orNothing(err))
	}

	return nil
}

func trySilentShut() error {
	_, server, err := newTryPair()
	if err != nil {
		return err
	}
	if err = server.Shutdown(sockets.SHUT_RD); err != nil {
		return err
	}
	data, err := server.Recv(1)
	if err == nil && len(data) > 0 {
		err = fmt.Errorf("nothing was sent, and %q was received", data)
	}

	return err
}

func tryUDPRefusal() error {
	s, err := trySocket(sockets.AF_INET, sockets.SOCK_DGRAM)
	if err == nil {
		err = s.Connect(nobodyAt())
	}
	if err == nil {
		_, err = s.Send([]byte("s"))
	}
	if err != nil {
		return err
	}
	if _, err = s.Recv(1); !errors.Is(err, sockets.ECONNREFUSED) {
		return fmt.Errorf("recv does not say that the datagram was refused; it says: %w", orNothing(err))
	}

	return nil
}

func tryWaiting() error {
	client, server, err := newTryPair()
	if err != nil {
		return err
	}
	counter, ok := bare(server).(stacks.Counter)
	if !ok {
		return fmt.Errorf("%T does not implement stacks.Counter", bare(server))
	}
	if err = client.SendAll([]byte("socket")); err != nil {
		return err
	}
	var n int
	all := nobody().Eventually(func() (int, error) {
		n, err = counter.Waiting()
		return n, err
	}).WithTimeout(trying()).Should(Equal(6))
	if !all {
		return fmt.Errorf("of 6 bytes %d are told to be waiting: %w", n, orNothing(err))
	}

	return nil
}

func tryDup() error {
	client, server, err := newTryPair()
	if err != nil {
		return err
	}
	duper, ok := bare(client).(stacks.Duper)
	if !ok {
		return fmt.Errorf("%T does not implement stacks.Duper", bare(client))
	}
	other, err := duper.Dup()
	if err != nil {
		return err
	}
	second := closing(under.watch(other, "Dup"))
	if err = client.Close(); err != nil {
		return err
	}

	return carry(second, server)
}

func tryDescriptor() error {
	client, server, err := newTryPair()
	if err != nil {
		return err
	}
	fd, err := tryDetach(server)
	if err != nil {
		return err
	}
	if err = client.SendAll([]byte("s")); err != nil {
		return err
	}
	// The socket has a timeout, so its descriptor does not wait.
	var data []byte
	nobody().Eventually(func() error {
		data, err = descriptor.Read(fd, 1)
		return err
	}).WithTimeout(trying()).Should(Succeed())
	if err == nil && string(data) != "s" {
		err = fmt.Errorf("read(2) returns %q of \"s\"", data)
	}

	return err
}

func tryAllocFree() error {
	if raceDetector {
		return fmt.Errorf("%w: the race detector allocates on behalf of the code it watches: run without --race", errUntried)
	}
	client, server, err := newTryPair()
	if err != nil {
		return err
	}
	if err = client.SendAll(make([]byte, 1000)); err != nil {
		return err
	}
	buffer, s := make([]byte, 1), bare(server)
	if n := testing.AllocsPerRun(100, func() { _, err = s.RecvInto(buffer) }); n != 0 {
		return fmt.Errorf("RecvInto allocates %v times", n)
	}

	return err
}

func tryReuseAddr() error {
	listener, err := newReusing(loopback, sockets.SO_REUSEADDR)
	if err != nil {
		return err
	}
	addr := localAddr(listener)
	if _, err = newReusing(addr, sockets.SO_REUSEADDR); !errors.Is(err, sockets.EADDRINUSE) {
		return fmt.Errorf("a second socket can have the address of one that listens: %w", orNothing(err))
	}
	client := dial(addr)
	if err = errors.Join(accept(listener).Close(), listener.Close()); err != nil {
		return err
	}
	if _, err = client.Recv(1); err != nil {
		return err
	}
	if err = client.Close(); err != nil {
		return err
	}
	_, err = newReusing(addr, sockets.SO_REUSEADDR)

	return err
}

func tryReusePort() error {
	first, err := newReusing(loopback, sockets.SO_REUSEPORT)
	if err != nil {
		return err
	}
	_, err = newReusing(localAddr(first), sockets.SO_REUSEPORT)

	return err
}

func tryLinger() error {
	client, server, err := newTryPair()
	if err != nil {
		return err
	}
	if err = errors.Join(client.SetLinger(0), client.Close()); err != nil {
		return err
	}
	if _, err = server.Recv(1); !errors.Is(err, sockets.ECONNRESET) {
		return fmt.Errorf("a close with SO_LINGER on for 0 seconds does not reset: %w", orNothing(err))
	}

	return nil
}

func tryRelisten() error {
	listener, addr := newListener(1)
	// It is full when two clients in a row are not admitted.
	for n := 0; connectWithin(addr, 5*time.Millisecond) == nil || connectWithin(addr, 20*time.Millisecond) == nil; n++ {
		if n == mostAdmitted {
			return fmt.Errorf("%w: the system admits more than %d, whatever the backlog", errUntried, mostAdmitted)
		}
	}
	if err := listener.Listen(mostAdmitted); err != nil {
		return err
	}

	return connectWithin(addr, trying())
}

func tryBacklogBounds() error {
	_, addr := newListener(1)
	if n := len(fill(addr)); n == mostAdmitted {
		return fmt.Errorf("with a backlog of 1 it admits %d clients or more", n)
	}

	return nil
}

func tryDescriptors() error {
	before, err := descriptor.Sockets()
	if err != nil {
		return err
	}
	for range 50 {
		newTCP()
	}
	after, err := descriptor.Sockets()
	if err == nil && after < before+25 {
		err = fmt.Errorf("%d descriptors are sockets, and with 50 more %d", before, after)
	}

	return err
}

func tryTextSend() error {
	client, _, err := newTryPair()
	if err != nil {
		return err
	}
	if _, ok := bare(client).(stacks.TextSender); !ok {
		return fmt.Errorf("%T does not implement stacks.TextSender", bare(client))
	}

	return nil
}

func tryPartialCount() error {
	client, _ := newNarrowPair()
	if err := client.SetTimeout(0); err != nil {
		return err
	}
	err := client.SendAll(make([]byte, 8<<20))
	var partial *sockets.SendAllError
	if !errors.As(err, &partial) {
		return fmt.Errorf("a sendall that may not wait does not tell how much it has sent; it says: %w", orNothing(err))
	}
	if partial.Sent < 1 || partial.Sent >= 8<<20 {
		return fmt.Errorf("of %d bytes it says that %d were sent", 8<<20, partial.Sent)
	}

	return nil
}

func tryWholeSendAll() error {
	if why := under.Supports(stacks.WholeSendAll); why != nil {
		return fmt.Errorf("%w: that calls have not mixed once proves nothing", errUntried)
	}
	if under.Supports(stacks.Parked) != nil {
		return fmt.Errorf("%w: the stack cannot tell when a call waits, to make another one then", errUntried)
	}
	client, server := newNarrowPair()
	received := recvOfBoth(server, sendingAll(client, spelt(1, "ab")), sendingAll(client, spelt(2, "01")))
	if n := changesIn(received); n != 1 {
		return fmt.Errorf("the bytes of two calls change places %d times", n)
	}

	return nil
}

// newReusing makes a socket that listens on addr with an option set by which it
// may share it.
func newReusing(addr sockets.Addr, option int) (Socket, error) {
	s, err := trySocket(sockets.AF_INET, sockets.SOCK_STREAM)
	if err == nil {
		err = s.SetOption(sockets.SOL_SOCKET, option, 1)
	}
	if err == nil {
		err = s.Bind(addr)
	}
	if err == nil {
		err = s.Listen(1)
	}

	return s, err
}

// tryDetach is detach where a failure is an answer. No call on the descriptor
// waits for ever, for nobody watches it.
func tryDetach(s Socket) (fd int, err error) {
	detacher, ok := bare(s).(stacks.Detacher)
	if !ok {
		return -1, fmt.Errorf("%T does not implement stacks.Detacher", bare(s))
	}
	if fd, err = detacher.Detach(); err != nil {
		return -1, err
	}
	under.forget(s.(*socket)) //nolint:forcetypeassert // The specs' own sockets are watched.
	DeferCleanup(descriptor.Close, fd)

	return fd, descriptor.Bound(fd, told.patience)
}

// orNothing is an error, or the one that says that there was none.
func orNothing(err error) error {
	if err == nil {
		return errors.New("no error")
	}

	return err
}
