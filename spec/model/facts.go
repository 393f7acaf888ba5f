package model

import "strings"

// Facts are what is so of one socket.
type Facts uint32

// The facts. A new socket has none.
const (
	Bound     Facts = 1 << iota // it has an address
	Wild                        // its address is that of any interface: it listens without having been bound
	Listening                   // it takes clients
	Connected                   // it has, or had, a connection
	Queued                      // nobody has accepted this connection yet
	Unasked                     // it began to connect, and did not ask for the result
	Refused                     // nobody listened where it connected to
	Data                        // bytes are there that nobody has received
	Fin                         // the peer has ended its stream, behind the data
	Gone                        // the peer has closed
	NoRead                      // it was shut down for reading
	NoWrite                     // it was shut down for writing
	Mute                        // it was, before it was connected: that failed, and may have had its effect
	Reset                       // its connection was reset
	Pending                     // and nobody was told yet
	Doomed                      // a reset may come any time, or never
	Unsaid                      // a call succeeded of whose effect no clause speaks
	Closed                      // it is closed
	Absent                      // nobody has made it, and nobody will have it
)

// factNames are the facts as the table has them, in order.
var factNames = strings.Fields("bound wild listening connected queued unasked refused data fin gone noread nowrite mute reset pending doomed unsaid closed absent")

func (f Facts) has(all Facts) bool { return f&all == all }

// over says whether both directions of a connection have ended in order.
func (f Facts) over() bool { return f.has(Fin | NoWrite) }

// String is what is so, in words.
func (f Facts) String() string {
	var words []string
	for i, name := range factNames {
		if f.has(1 << i) {
			words = append(words, name)
		}
	}
	if words == nil {
		return "new"
	}

	return strings.Join(words, " ")
}

// A Socket is one of the three.
type Socket int

// The sockets. There is no server before the client has connected, and nobody has it
// before it is accepted.
const (
	Listener Socket = iota
	Client
	Server
)

// Sockets are all three.
var Sockets = []Socket{Listener, Client, Server}

func (s Socket) String() string { return [...]string{"listener", "client", "server"}[s] }

// Peer is the other end. For the listener it is the connection in its queue.
func (s Socket) Peer() Socket {
	if s == Server {
		return Client
	}

	return Server
}

// A World is a state of all three.
type World [3]Facts

// Start is the state in which nothing has been called yet.
var Start = World{Server: Absent}

// has says whether a program has the socket, so that it may call it. It may call one that
// it has closed.
func (w World) has(s Socket) bool { return w[s]&(Queued|Absent) == 0 }
