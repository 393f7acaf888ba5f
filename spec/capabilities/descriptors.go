package capabilities

import (
	"fmt"

	. "github.com/onsi/gomega"

	"socketspec/fixtures/descriptor"
	. "socketspec/spec/harness"
)

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
	// The socket has a timeout, so its descriptor is non-blocking: read(2) may fail
	// until the byte has arrived.
	var data []byte
	Lenient().Eventually(func() error {
		data, err = descriptor.Read(fd, 1)
		return err
	}).WithTimeout(TryPatience()).Should(Succeed())
	if err == nil && string(data) != "s" {
		err = fmt.Errorf("read(2) returns %q of \"s\"", data)
	}

	return err
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
