package urgent

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// newUrgentPair makes a connection on which what is sent goes out at once.
func newUrgentPair() (client, server Socket) {
	GinkgoHelper()
	client, server = NewPair()
	WithoutDelay(client)
	WithoutDelay(server)

	return client, server
}

// sendUrgent sends with MSG_OOB.
func sendUrgent(s Socket, text string) {
	GinkgoHelper()
	Expect(s.Send([]byte(text), sockets.MSG_OOB)).To(Equal(len(text)))
}

// tryUrgent receives with MSG_OOB, which waits for nothing. It does so without a timeout:
// with one some wait until there is ordinary data first, as CPython does.
func tryUrgent(s Socket, flags ...sockets.Flag) (string, error) {
	GinkgoHelper()
	before := s.Timeout()
	Expect(s.SetTimeout(sockets.NoTimeout)).To(Succeed())
	data, err := s.Recv(100, append([]sockets.Flag{sockets.MSG_OOB}, flags...)...)
	Expect(s.SetTimeout(before)).To(Succeed())

	return string(data), err
}

// urgentOf waits until urgent data has come, and receives it.
func urgentOf(s Socket) (data string) {
	GinkgoHelper()
	Eventually(func() (err error) {
		data, err = tryUrgent(s)
		return err
	}).Should(Succeed())

	return data
}

func urgentError(s Socket) error {
	GinkgoHelper()
	_, err := tryUrgent(s)
	return err
}
