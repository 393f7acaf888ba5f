package errors

import (
	"errors"
	"fmt"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/stacks"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// How the states of a TCP socket are reached. Each function makes a new socket in the
// state. Where something has to come from the peer, it has come.

// aPort is an address to bind to.
func aPort() sockets.Addr { return Loopback }

// aListener is where a connect finds room.
func aListener() sockets.Addr {
	_, addr := NewListener(5)
	return addr
}

func bound() Socket {
	s, _ := NewBound()
	return s
}

func listening() Socket {
	s, _ := NewListener(5)
	return s
}

// withClient makes a listener with a client in its queue.
func withClient() (listener, client Socket) {
	listener, addr := NewListener(5)
	client = DialInTurn(addr)
	if Under().Supports(stacks.Readiness) == nil {
		ClientArrivesAt(listener)
	}

	return listener, client
}

func clientQueued() Socket {
	listener, _ := withClient()
	return listener
}

func queuedClientClosed() Socket {
	listener, client := withClient()
	seen := stateAt(listener, client)
	Expect(client.Close()).To(Succeed())
	seen(stacks.CloseWait)

	return listener
}

func queuedClientReset() Socket {
	listener, client := withClient()
	seen := stateAt(listener, client)
	Reset(client)
	seen(stacks.Closed)

	return listener
}

// stateAt waits for a state of the connection at one end, where the stack can tell.
func stateAt(end, peer Socket) (seen func(stacks.State)) {
	if Under().Supports(stacks.States) != nil {
		return func(stacks.State) {}
	}
	state := StateOf(end, peer)

	return func(want stacks.State) { Eventually(state).Should(Equal(want)) }
}

// connecting begins an attempt that nothing answers: the queue is full.
func connecting() Socket {
	s := NewTCP()
	Expect(s.SetTimeout(0)).To(Succeed())
	begins(s.Connect(fullQueue()))

	return s
}

// full queues of the current spec. Filling one takes time, so each spec does it once.
var fullOne struct {
	spec string
	addr sockets.Addr
}

// fullQueue is where nothing answers a connect.
func fullQueue() sockets.Addr {
	if spec := CurrentSpecReport().FullText(); fullOne.spec != spec {
		_, addr := NewListener(0)
		// Three clients in a row are not answered, while others talk: there is no room.
		for tries, stuck := 0, 0; stuck < 3; tries++ {
			if tries == 50 {
				Skip("this system admits 50 clients to a queue of 0: nothing makes connect wait")
			}
			if stuck++; !isStuck(addr) {
				stuck = 0
			}
		}
		fullOne.spec, fullOne.addr = spec, addr
	}

	return fullOne.addr
}

// isStuck begins to connect, and says whether that is still under way when others have
// talked for a while.
func isStuck(addr sockets.Addr) bool {
	client := NewTCP()
	Expect(client.SetTimeout(0)).To(Succeed())
	if err := client.Connect(addr); err != nil {
		begins(err)
	}
	Chat(20)
	err := client.Connect(addr)
	if IsRefusal(err) {
		Skip("this system refuses clients when the accept queue is full: nothing makes connect wait")
	}

	return errors.Is(err, sockets.EALREADY)
}

// begins checks that an attempt to connect is under way.
func begins(err error) {
	GinkgoHelper()
	if errors.Is(err, sockets.EINPROGRESS) {
		return
	}
	Expect(err).To(HaveOccurred(), "the connection was made at once")
	Skip("an attempt that may not wait is not begun, or has ended: " + err.Error())
}

// connectedUnasked is a connection whose client has begun to connect, and not asked
// for the result.
func connectedUnasked() Socket {
	listener, addr := NewListener(5)
	s := NewTCP()
	Expect(s.SetTimeout(0)).To(Succeed())
	if err := s.Connect(addr); err != nil {
		begins(err)
	}
	Accept(listener)

	return s
}

// refused has asked for a connection where nobody listens, and not for the answer.
func refused() Socket {
	s := NewTCP()
	Expect(s.SetTimeout(0)).To(Succeed())
	begins(s.Connect(nobody()))
	FailsAt(s)

	return s
}

// nobody is where nobody listens: the port is that of a client, so that no other
// process is given it. The client has bound to it: one that the system had chosen as it
// connected it could choose again, and a socket may connect to itself.
func nobody() sockets.Addr {
	_, addr := NewListener(1)
	client, name := NewBound()
	Expect(client.Connect(addr)).To(Succeed())

	return name
}

func refusedByConnect() Socket {
	s := NewTCP()
	Expect(s.Connect(nobody())).To(MatchError(IsRefusal, "a refusal"))

	return s
}

func refusedBySecondConnect() Socket {
	s := refused()
	if err := s.Connect(nobody()); !IsRefusal(err) {
		Skip(fmt.Sprintf("a second connect tells something else, and the error may be pending still: %v", err))
	}

	return s
}

// told takes the pending error with SO_ERROR.
func told(s Socket) Socket {
	Expect(s.Option(sockets.SOL_SOCKET, sockets.SO_ERROR)).NotTo(BeZero())
	return s
}
