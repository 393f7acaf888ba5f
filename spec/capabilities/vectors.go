package capabilities

import (
	"errors"
	"fmt"

	. "github.com/onsi/gomega"

	"socketspec/fixtures/stacks"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// tryVectors sends two buffers at once, and receives into two others.
func tryVectors() error {
	client, server, err := newTryPair()
	if err != nil {
		return err
	}
	from, err := TryAs[stacks.Vectored](client)
	if err != nil {
		return err
	}
	to, err := TryAs[stacks.Vectored](server)
	if err != nil {
		return err
	}
	n, err := from.SendVector([][]byte{[]byte("so"), []byte("cket")})
	if err != nil || n != 6 {
		return fmt.Errorf("of two buffers with 6 bytes %d were sent: %w", n, orNothing(err))
	}
	parts := [][]byte{make([]byte, 3), make([]byte, 3)}
	n, _, err = to.RecvVector(parts)
	if err == nil && string(parts[0])+string(parts[1]) != "socket" {
		err = fmt.Errorf("of \"socket\" %d bytes are received, %q", n, parts)
	}

	return err
}

// tryUrgent sends a byte out of band, and receives it there.
func tryUrgent() error {
	client, server, err := newTryPair()
	if err != nil {
		return err
	}
	if _, err = client.Send([]byte("!"), sockets.MSG_OOB); err != nil {
		return err
	}

	return comesOutOfBand(server)
}

// comesOutOfBand receives the byte. The call does not wait, on a socket that may: where
// it has a timeout some wait for ordinary data first.
func comesOutOfBand(s Socket) (err error) {
	if err = s.SetTimeout(sockets.NoTimeout); err != nil {
		return err
	}
	var data []byte
	came := Lenient().Eventually(func() error {
		data, err = s.Recv(1, sockets.MSG_OOB)
		return err
	}).WithTimeout(TryPatience()).Should(Succeed())
	if came && string(data) != "!" {
		err = fmt.Errorf("of an urgent \"!\" %q is received", data)
	}

	return err
}

// tryUrgentMark receives up to the mark.
func tryUrgentMark() error {
	client, server, err := newTryPair()
	if err != nil {
		return err
	}
	marker, err := TryAs[stacks.Marker](server)
	if err != nil {
		return err
	}
	at, err := marker.AtUrgentMark()
	if at || err != nil {
		return fmt.Errorf("with nothing sent it says that it is at the mark: %t, %w", at, orNothing(err))
	}
	if err = client.SendAll([]byte("s")); err != nil {
		return err
	}
	if _, err = client.Send([]byte("!"), sockets.MSG_OOB); err != nil {
		return err
	}
	if err = comesOutOfBand(server); err != nil {
		return err
	}
	if _, err = server.Recv(2); err != nil {
		return err
	}
	at, err = marker.AtUrgentMark()
	if err == nil && !at {
		err = errors.New("what came before urgent data is received, and it is not at the mark")
	}

	return err
}
