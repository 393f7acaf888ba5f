package capabilities

import (
	"errors"
	"fmt"
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"socketspec/fixtures/descriptor"
	"socketspec/fixtures/stacks"
	"socketspec/sockets"
	. "socketspec/spec/harness"
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
	s, err := TrySocket(sockets.AF_INET, sockets.SOCK_DGRAM)
	if err == nil {
		err = s.Connect(NobodyAt())
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
	counter, ok := Bare(server).(stacks.Counter)
	if !ok {
		return fmt.Errorf("%T does not implement stacks.Counter", Bare(server))
	}
	if err = client.SendAll([]byte("socket")); err != nil {
		return err
	}
	var n int
	all := Nobody().Eventually(func() (int, error) {
		n, err = counter.Waiting()
		return n, err
	}).WithTimeout(Trying()).Should(Equal(6))
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
	second, err := TryDup(client)
	if err != nil {
		return err
	}
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
	fd, err := TryDetach(server)
	if err != nil {
		return err
	}
	if err = client.SendAll([]byte("s")); err != nil {
		return err
	}
	// The socket has a timeout, so its descriptor does not wait.
	var data []byte
	Nobody().Eventually(func() error {
		data, err = descriptor.Read(fd, 1)
		return err
	}).WithTimeout(Trying()).Should(Succeed())
	if err == nil && string(data) != "s" {
		err = fmt.Errorf("read(2) returns %q of \"s\"", data)
	}

	return err
}

func tryAllocFree() error {
	if RaceDetector {
		return fmt.Errorf("%w: the race detector allocates on behalf of the code it watches: run without --race", errUntried)
	}
	client, server, err := newTryPair()
	if err != nil {
		return err
	}
	if err = client.SendAll(make([]byte, 1000)); err != nil {
		return err
	}
	buffer, s := make([]byte, 1), Bare(server)
	if n := testing.AllocsPerRun(100, func() { _, err = s.RecvInto(buffer) }); n != 0 {
		return fmt.Errorf("RecvInto allocates %v times", n)
	}

	return err
}

func tryReuseAddr() error {
	listener, err := NewReusing(Loopback, sockets.SO_REUSEADDR)
	if err != nil {
		return err
	}
	addr := LocalAddr(listener)
	if _, err = NewReusing(addr, sockets.SO_REUSEADDR); !errors.Is(err, sockets.EADDRINUSE) {
		return fmt.Errorf("a second socket can have the address of one that listens: %w", orNothing(err))
	}
	client := Dial(addr)
	if err = errors.Join(Accept(listener).Close(), listener.Close()); err != nil {
		return err
	}
	if _, err = client.Recv(1); err != nil {
		return err
	}
	if err = client.Close(); err != nil {
		return err
	}
	_, err = NewReusing(addr, sockets.SO_REUSEADDR)

	return err
}

func tryReusePort() error {
	first, err := NewReusing(Loopback, sockets.SO_REUSEPORT)
	if err != nil {
		return err
	}
	_, err = NewReusing(LocalAddr(first), sockets.SO_REUSEPORT)

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
	listener, addr := NewListener(1)
	// It is full when two clients in a row are not admitted.
	for n := 0; ConnectWithin(addr, 5*time.Millisecond) == nil || ConnectWithin(addr, 20*time.Millisecond) == nil; n++ {
		if n == MostAdmitted {
			return fmt.Errorf("%w: the system admits more than %d, whatever the backlog", errUntried, MostAdmitted)
		}
	}
	if err := listener.Listen(MostAdmitted); err != nil {
		return err
	}

	return ConnectWithin(addr, Trying())
}

func tryBacklogBounds() error {
	_, addr := NewListener(1)
	if n := len(Fill(addr)); n == MostAdmitted {
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
		NewTCP()
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
	if _, ok := Bare(client).(stacks.TextSender); !ok {
		return fmt.Errorf("%T does not implement stacks.TextSender", Bare(client))
	}

	return nil
}

func tryPartialCount() error {
	client, _ := NewNarrowPair()
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
	if why := Under().Supports(stacks.WholeSendAll); why != nil {
		return fmt.Errorf("%w: that calls have not mixed once proves nothing", errUntried)
	}
	if Under().Supports(stacks.Parked) != nil {
		return fmt.Errorf("%w: the stack cannot tell when a call waits, to make another one then", errUntried)
	}
	client, server := NewNarrowPair()
	received := RecvOfBoth(server, SendingAll(client, Spelt(1, "ab")), SendingAll(client, Spelt(2, "01")))
	if n := ChangesIn(received); n != 1 {
		return fmt.Errorf("the bytes of two calls change places %d times", n)
	}

	return nil
}

// orNothing is an error, or the one that says that there was none.
func orNothing(err error) error {
	if err == nil {
		return errors.New("no error")
	}

	return err
}
