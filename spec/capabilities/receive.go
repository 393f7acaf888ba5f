package capabilities

import (
	"errors"
	"fmt"

	. "github.com/onsi/gomega"

	"socketspec/fixtures/stacks"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

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
	// If the peek has removed "s", recv returns "o" and does not block.
	if err = client.SendAll([]byte("o")); err != nil {
		return err
	}
	got, err := server.Recv(1)
	if err == nil && (string(looked) != "s" || string(got) != "s") {
		err = fmt.Errorf("a look shows %q, and then recv returns %q", looked, got)
	}

	return err
}

func tryWaiting() error {
	client, server, err := newTryPair()
	if err != nil {
		return err
	}
	counter, err := TryAs[stacks.Counter](server)
	if err != nil {
		return err
	}
	if err = client.SendAll([]byte("socket")); err != nil {
		return err
	}
	n, err := counter.Waiting()
	if errors.Is(err, stacks.ErrUnknown) {
		return err
	}
	all := Lenient().Eventually(func() (int, error) {
		n, err = counter.Waiting()
		return n, err
	}).WithTimeout(TryPatience()).Should(Equal(6))
	if !all {
		return fmt.Errorf("of 6 bytes %d are told to be waiting: %w", n, orNothing(err))
	}

	return nil
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
	allocations, err := AllocsOfRecvInto(server, 100)
	if err == nil && allocations != 0 {
		err = fmt.Errorf("RecvInto allocates %v times", allocations)
	}

	return err
}
