package errors

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/stacks"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// How the states of a connection are reached that is gone before it is accepted.

// acceptedReset is a connection that the client had reset before it was accepted.
func acceptedReset() Socket { return acceptGone(queuedClientReset()) }

// acceptedResetBehindData is one on which the client had sent something before.
func acceptedResetBehindData() Socket {
	listener, client := withClient()
	seen := stateAt(listener, client)
	SendString(client, "socket")
	Reset(client)
	seen(stacks.Closed)

	return acceptGone(listener)
}

// acceptGone accepts a connection that was reset. POSIX accept(): [ECONNABORTED] is that
// of a connection which was aborted, and a system may do without such a connection.
func acceptGone(listener Socket) Socket {
	Expect(listener.SetTimeout(0)).To(Succeed())
	conn, _, err := listener.Accept()
	if err != nil {
		Expect(err).To(MatchOneOf(sockets.ECONNABORTED, sockets.ECONNRESET, sockets.EAGAIN))
		Skip("this system does not have a connection accepted that was reset: " + Outcome(err))
	}
	if Under().Supports(stacks.Readiness) == nil {
		FailsAt(conn) // where states cannot be told, the reset may be under way still
	}

	return Closing(conn)
}
