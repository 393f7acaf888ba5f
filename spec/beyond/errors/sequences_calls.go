package errors

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/stacks"
	"socketspec/sockets"
	. "socketspec/spec/harness"
	"socketspec/spec/model"
)

// A trio is the three sockets of the model, and what the model knows of them.
type trio struct {
	sockets  [3]Socket
	possible model.Possible
	said     []string // each call, and what it gave
	walk     *walk
	met      []model.Taken // by the last call

	sent, got     [3]int       // bytes, by each socket
	name, listens sockets.Addr // of the client and its server, once they are connected
	ended         [3]bool      // the reset that had to come has come
}

// newTrio makes sockets on which nothing was called yet.
func newTrio(w *walk) *trio {
	GinkgoHelper()
	t := &trio{possible: model.Possible{model.Start}, walk: w}
	t.has(model.Listener, NewTCP())
	t.has(model.Client, NewTCP())

	return t
}

// has takes a socket, whose calls are not to wait.
func (t *trio) has(which model.Socket, s Socket) {
	GinkgoHelper()
	Expect(s.SetTimeout(0)).To(Succeed())
	t.sockets[which] = s
}

func (t *trio) close() {
	for _, s := range t.sockets {
		if s != nil {
			_ = s.SetLinger(0) // TIME-WAIT would keep ports from the sequences to come
			_ = s.Close()      // once more when the spec ends, and then it says so
		}
	}
}

// step makes a call, and waits until what it did has reached the others. It returns
// whether all is as the model allows.
func (t *trio) step(step model.Step) bool {
	GinkgoHelper()
	t.met = nil
	value, err := t.call(step)
	if LacksCall(err) {
		t.said = append(t.said, fmt.Sprintf("%v is no call of this stack", step))
		return true
	}
	if !t.takes(step, value) {
		return false
	}
	for _, which := range model.Sockets {
		if t.possible.Has(which) && (!t.becomesReady(which) || !t.endsIfReset(which)) {
			return false
		}
	}

	return true
}

// takes has the model judge a result.
func (t *trio) takes(step model.Step, value string) bool {
	next, taken := t.possible.Step(step.Socket, step.Call, value)
	said := fmt.Sprintf("%v gives %s", step, value)
	rules := t.possible.Rules(step.Socket, step.Call)
	right := true
	switch {
	case next != nil:
		t.meets(rules, next, taken)
	case slices.ContainsFunc(rules, func(r *model.Rule) bool { return t.walk.known.Has(r.String(), value) }):
		t.possible = t.possible.Usual(step.Socket, step.Call)
		said += ", which is known"
	default:
		said += ", and not " + inWords(rules)
		right = false
	}
	t.said = append(t.said, said)

	return right
}

func (t *trio) meets(rules []*model.Rule, next model.Possible, taken []model.Taken) {
	t.possible = next
	if len(rules) == 1 { // otherwise it may have been another one
		t.met = append(t.met, taken...)
	}
	for _, one := range taken {
		t.walk.times[one]++
	}
}

// inWords is what a call may give by some rules, with the passages that say so.
func inWords(rules []*model.Rule) string {
	var values, clauses []string
	for _, r := range rules {
		for _, c := range r.Cases {
			values = append(values, c.String())
			if c.Clause != "" {
				clauses = append(clauses, c.Clause)
			}
		}
	}
	if clauses == nil {
		return strings.Join(values, " or ")
	}

	return fmt.Sprintf("%s (%s)", strings.Join(values, " or "), strings.Join(clauses, "; "))
}

// story is the sequence, a line for each call.
func (t *trio) story() string {
	return "The model does not allow the last of these:\n  " + strings.Join(t.said, "\n  ")
}

// becomesReady waits until poll says what the model demands: by this it is told that what
// the other end did has come.
func (t *trio) becomesReady(which model.Socket) bool {
	GinkgoHelper()
	step := model.Step{Socket: which, Call: "ready"}
	var value string
	come := Lenient().Eventually(func() bool {
		ready, err := As[stacks.Poller](t.sockets[which]).PollNow()
		if errors.Is(err, errors.ErrUnsupported) {
			value = ""
			return true
		}
		value = Given(ready.String(), err)
		next, _ := t.possible.Step(which, "ready", value)

		return next != nil
	}).WithTimeout(t.walk.patience).WithPolling(100 * time.Microsecond).Should(BeTrue())
	if value == "" {
		return true // poll cannot be asked of this socket
	}
	if !come {
		return t.takes(step, value)
	}
	next, taken := t.possible.Step(which, "ready", value)
	t.meets(t.possible.Rules(which, "ready"), next, taken)

	return true
}

// endsIfReset waits for a reset that has to come: of a socket that was ready to receive
// before, poll may say nothing new.
func (t *trio) endsIfReset(which model.Socket) bool {
	GinkgoHelper()
	if t.ended[which] || !t.possible.Reset(which) {
		return true
	}
	local, peer := t.name, t.listens
	if which == model.Server {
		local, peer = peer, local
	}
	t.ended[which] = Lenient().Eventually(hasEnded(t.sockets[which], local, peer)).
		WithTimeout(t.walk.patience).WithPolling(100 * time.Microsecond).Should(BeTrue())
	if !t.ended[which] {
		t.said = append(t.said, fmt.Sprintf("no reset has come to the %v", which))
	}

	return t.ended[which]
}

// hasEnded says whether a connection is no more. Where the stack tells, its state does
// before its socket knows it: others talk meanwhile.
func hasEnded(s Socket, local, peer sockets.Addr) func() bool {
	GinkgoHelper()
	if Under().Supports(stacks.States) != nil {
		return func() bool { return ReadyFor(s)&(sockets.POLLERR|sockets.POLLHUP) != 0 }
	}
	state := StateBetween(local, peer)

	return func() bool {
		now, err := state()
		if err == nil && now == stacks.Closed {
			Chat(1)
		}

		return err == nil && now == stacks.Closed
	}
}

// call makes a call, and returns what it gave as the model has it.
func (t *trio) call(step model.Step) (string, error) {
	GinkgoHelper()
	s := t.sockets[step.Socket]
	value, err := t.make(step.Socket, step.Call, s)

	return Given(value, err), err
}

func (t *trio) make(which model.Socket, call string, s Socket) (string, error) {
	GinkgoHelper()
	switch call {
	case "accept":
		return t.accept(s)
	case "connect":
		return t.connect(s, sockets.NoTimeout)
	case "begin":
		return t.connect(s, 0)
	case "send":
		n, err := s.Send(stream(which, t.sent[which], 3))
		t.sent[which] += n

		return bytes(n, ""), err
	case "recv":
		data, err := s.Recv(100)
		value := t.received(which, data)
		t.got[which] += len(data)

		return value, err
	case "peek":
		data, err := s.Recv(100, sockets.MSG_PEEK)
		return t.received(which, data), err
	case "reset":
		_ = s.SetLinger(0) // not every system has it of a connection that is gone
		return "ok", s.Close()
	}
	columns := SocketCalls(aPort, aPort)
	i := slices.IndexFunc(columns, func(c GridCall) bool { return c.Name == call })

	return columns[i].Try(s)
}

func (t *trio) accept(s Socket) (string, error) {
	GinkgoHelper()
	conn, from, err := s.Accept()
	if err != nil {
		return "", err
	}
	Closing(conn)
	if t.sockets[model.Server] != nil || from != t.name {
		return "conn of " + from.String(), nil
	}
	t.has(model.Server, conn)

	return "conn", nil
}

// connect goes to the listener or, where the model does not have it succeed, to where
// nobody is.
func (t *trio) connect(s Socket, timeout time.Duration) (string, error) {
	GinkgoHelper()
	to, err := t.sockets[model.Listener].LocalAddr()
	if !t.possible.Connects() || err != nil {
		to = t.walk.nowhere
	}
	if to.IP().IsUnspecified() {
		to = Loopback.WithPort(to.Port())
	}
	if err = s.SetTimeout(timeout); err == nil {
		err = s.Connect(to)
	}
	if err == nil || errors.Is(err, sockets.EINPROGRESS) {
		t.name, _ = s.LocalAddr()
		t.listens = to
	}
	_ = s.SetTimeout(0) // it is no more, if the socket is closed

	return gave(err)
}

// gave tells that an attempt has begun from one that would wait.
func gave(err error) (string, error) {
	if errors.Is(err, sockets.EINPROGRESS) {
		return "EINPROGRESS", nil
	}

	return "ok", err
}

// received is what was received of what the peer has sent, if it is that.
func (t *trio) received(which model.Socket, data []byte) string {
	peer, before := which.Peer(), t.got[which]
	switch rest := t.sent[peer] - before; {
	case len(data) > rest || !slices.Equal(data, stream(peer, before, len(data))):
		return "bytes that were not sent"
	case len(data) == rest:
		return bytes(len(data), "all ")
	}

	return bytes(len(data), "")
}

func bytes(n int, how string) string {
	if n == 0 {
		return "0 B"
	}

	return how + "bytes"
}

// stream is a part of what a socket sends: each place has its byte.
func stream(which model.Socket, from, n int) []byte {
	p := make([]byte, n)
	for i := range p {
		p[i] = byte(from+i) ^ byte(which)<<7
	}

	return p
}
