package model

// effects are the words of the table for what a call does to others. +fact and -fact are
// about the socket itself.
var effects = map[string]func(w *World, s Socket){
	// makes: the client is connected, and the server waits to be accepted.
	"makes": func(w *World, _ Socket) {
		w[Client] |= Bound | Connected
		w[Server] = Bound | Connected | Queued
	},
	"accepts": func(w *World, _ Socket) { w[Server] &^= Queued },
	// loses: the connection in the queue is gone, and nobody will have it.
	"loses": func(w *World, _ Socket) { w[Server] = Absent },
	"sends": func(w *World, s Socket) { reach(w, s, Data) },
	// ends: the peer receives the end of the stream.
	"ends": func(w *World, s Socket) {
		w[s] |= NoWrite
		reach(w, s, Fin)
	},
	// parts: so it does, and there is nobody any more to send to.
	"parts": func(w *World, s Socket) { reach(w, s, Fin|Gone) },
	// resets: the peer has an error pending. To a connection that has ended no reset is
	// sent, if the peer's end is known: it may still be on its way, behind the data.
	"resets": func(w *World, s Socket) {
		if w[s.Peer()].over() {
			reach(w, s, Gone|Doomed)
			return
		}
		reach(w, s, Reset|Pending)
	},
	"dooms": func(w *World, s Socket) { reach(w, s, Doomed) },
	// quits: the listener gives up who is in its queue, by a reset if by anything.
	"quits": func(w *World, _ Socket) {
		if w[Server].has(Queued) {
			reach(w, Server, Doomed|Gone)
			w[Server] = Absent
		}
	},
	// hangs: the client of such a connection receives its end.
	"hangs": func(w *World, _ Socket) { reach(w, Server, Fin|Gone) },
}

// reach has something come from s to its peer. It is nothing to a socket that is closed,
// or whose connection was reset.
func reach(w *World, s Socket, what Facts) {
	if peer := &w[s.Peer()]; *peer&(Closed|Absent|Reset|Unsaid) == 0 && peer.has(Connected) {
		*peer |= what
	}
}

// after is the world after a call had the effects that these words tell.
func (w World) after(s Socket, words []string) World {
	for _, word := range words {
		if effect := effects[word]; effect != nil {
			effect(&w, s)
			continue
		}
		fact := factNamed(word[1:])
		switch {
		case fact == Closed:
			w[s] = Closed
		case fact == Unsaid:
			leaveUnsaid(&w, s)
		case word[0] == '+':
			w[s] |= fact
		default:
			w[s] &^= fact
		}
	}

	return w
}

// leaveUnsaid has no clause speak of a socket any more, nor of the other end of its connection,
// nor of who is in its queue.
func leaveUnsaid(w *World, s Socket) {
	w[s] = Unsaid
	if s != Listener {
		reach(w, s, Unsaid)
	} else if w[Server].has(Queued) {
		reach(w, Server, Unsaid)
		w[Server] = Absent
	}
}
