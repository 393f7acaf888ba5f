package harness

import (
	. "github.com/onsi/ginkgo/v2"

	"socketspec/sockets"
	"socketspec/spec/report"
)

// Drawn returns s with its sends and receives recorded, so that the book can draw
// the receive buffer: what came, what each recv took, and what stayed.
func Drawn(s Socket) Socket { return drawn{s} }

type drawn struct{ Socket }

func (d drawn) SendAll(p []byte, flags ...sockets.Flag) error {
	err := d.Socket.SendAll(p, flags...)
	if err == nil {
		draw(report.Event{Call: "send", Item: string(p)})
	}

	return err
}

func (d drawn) Recv(bufsize int, flags ...sockets.Flag) ([]byte, error) {
	data, err := d.Socket.Recv(bufsize, flags...)
	if err == nil {
		draw(report.Event{Call: "recv", Asked: bufsize, Item: string(data)})
	}

	return data, err
}

// DrawnAddr records that a client entered the accept queue ("connect") or left it
// ("accept"), and returns its address.
func DrawnAddr(call string, client sockets.Addr) sockets.Addr {
	draw(report.Event{Call: call, Item: client.String()})
	return client
}

func draw(e report.Event) {
	AddReportEntry(report.EventEntry, e.Entry(), ReportEntryVisibilityNever)
}
