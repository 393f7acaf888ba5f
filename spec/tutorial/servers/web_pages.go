package servers

import (
	"io"
	"net/http"
	"sync/atomic"

	"socketspec/fixtures/payload"
)

// largePage is the size of a large page in bytes.
const largePage = 1 << 20

// pages returns a handler with the pages of the specs' web servers.
func pages() *http.ServeMux {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /hello", func(w http.ResponseWriter, _ *http.Request) { say(w, "socket") })
	mux.HandleFunc("GET /client", func(w http.ResponseWriter, r *http.Request) { say(w, r.RemoteAddr) })
	mux.HandleFunc("GET /large", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.Copy(w, payload.NewReader(1, largePage)) })
	mux.HandleFunc("POST /sum", func(w http.ResponseWriter, r *http.Request) {
		sum := payload.NewDigest()
		_, _ = io.Copy(sum, r.Body) // if bytes are missing, the sum differs
		say(w, sum.Sum())
	})

	return mux
}

// A meeting is a page that is sent to no client before all clients have requested
// it. It contains the protocol and the address of the client.
type meeting struct {
	missing  atomic.Int32
	complete chan struct{}
}

func newMeeting(n int) *meeting {
	m := &meeting{complete: make(chan struct{})}
	m.missing.Store(int32(n)) //nolint:gosec // n is small.

	return m
}

func (m *meeting) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if m.missing.Add(-1) == 0 {
		close(m.complete)
	}
	select {
	case <-m.complete:
		say(w, r.Proto+" from "+r.RemoteAddr)
	case <-r.Context().Done(): // the client has given up
	}
}

// say sends a page. It ignores errors: the client checks what arrives.
func say(w io.Writer, text string) { _, _ = io.WriteString(w, text) }
