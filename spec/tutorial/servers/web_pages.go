package servers

import (
	"io"
	"net/http"
	"sync/atomic"

	"socketspec/fixtures/payload"
)

// largePage is how many bytes a large page has.
const largePage = 1 << 20

// pages are what the web servers of the specs have to show.
func pages() *http.ServeMux {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /hello", func(w http.ResponseWriter, _ *http.Request) { say(w, "socket") })
	mux.HandleFunc("GET /client", func(w http.ResponseWriter, r *http.Request) { say(w, r.RemoteAddr) })
	mux.HandleFunc("GET /large", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.Copy(w, payload.NewReader(1, largePage)) })
	mux.HandleFunc("POST /sum", func(w http.ResponseWriter, r *http.Request) {
		sum := payload.NewDigest()
		_, _ = io.Copy(sum, r.Body) // what is missing shows in the sum
		say(w, sum.Sum())
	})

	return mux
}

// A meeting is a page that nobody gets before all have asked for it. It says how
// and from where the server was asked.
type meeting struct {
	missing  atomic.Int32
	complete chan struct{}
}

func newMeeting(n int) *meeting {
	m := &meeting{complete: make(chan struct{})}
	m.missing.Store(int32(n)) //nolint:gosec // Few meet.

	return m
}

func (m *meeting) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if m.missing.Add(-1) == 0 {
		close(m.complete)
	}
	select {
	case <-m.complete:
		say(w, r.Proto+" from "+r.RemoteAddr)
	case <-r.Context().Done(): // whoever asked has given up
	}
}

// say sends a page. Whether it arrives is for the client to say.
func say(w io.Writer, text string) { _, _ = io.WriteString(w, text) }
