package spec

import (
	. "github.com/onsi/ginkgo/v2"

	"socketspec/sockets"
	"socketspec/spec/report"
)

// A drawn socket is one whose sends and receives are recorded, so that the book can
// draw the receive buffer: what came, what each recv took, and what stayed.
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

// drawnAddr records that a client has come to the accept queue ("connect") or was
// taken from it ("accept"), and returns its address.
func drawnAddr(call string, client sockets.Addr) sockets.Addr {
	draw(report.Event{Call: call, Item: client.String()})
	return client
}

func draw(e report.Event) {
	AddReportEntry(report.EventEntry, e.Entry(), ReportEntryVisibilityNever)
}
