package servers

import (
	"context"
	"net/http"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/sockets"
	. "socketspec/spec/harness"
)

var _ = Describe("A busy web server on these sockets", Label("needs:net-view"), func() {
	It("answers one request after the other on one connection", Label("claim:server.same-calls"), func() {
		addr := serveWeb(pages())
		client, url := webClient(addr), "http://"+addr.String()+"/client"
		first, err := fetch(client, url)
		Expect(err).NotTo(HaveOccurred())
		for range 10 {
			Expect(fetch(client, url)).To(Equal(first))
		}
		Expect(fetch(webClient(addr), url)).NotTo(Equal(first), "another connection has another client address")
	})

	It("answers sixteen clients at once, and none of them before all have asked", Label("claim:server.same-calls"), func() {
		addr := serveWeb(newMeeting(16))
		var fetches []*Call[string]
		for range 16 {
			client := webClient(addr)
			fetches = append(fetches, Calling(func() (string, error) { return fetch(client, "http://"+addr.String()) }))
		}
		for _, fetch := range fetches {
			Expect(fetch.Result()).NotTo(BeEmpty())
		}
	})

	DescribeTable("answers by the same calls at an address of", Label("claim:server.same-calls"), func(family sockets.Family, at func() sockets.Addr) {
		listener := NewSocket(family, sockets.SOCK_STREAM)
		Expect(listener.Bind(at())).To(Succeed())
		Expect(listener.Listen(5)).To(Succeed())
		addr := serveWebOn(listener, newWebServer(pages()))
		Expect(fetch(webClient(addr), "http://sockets/hello")).To(Equal("socket"))
	},
		Entry("IPv6", Label("needs:ipv6"), sockets.AF_INET6, func() sockets.Addr { return sockets.MustParseAddr("[::1]:0") }),
		Entry("the file system", Label("needs:unix"), sockets.AF_UNIX, UnixPath),
	)

	Context("when somebody is too slow", func() {
		const timeout = 4 * time.Millisecond

		It("leaves a client that says nothing", Label("claim:server.same-calls"), func() {
			server := newWebServer(pages())
			server.ReadHeaderTimeout = timeout
			addr := serveWebBy(server)
			began := time.Now()
			Expect(RecvUntilEnd(Dial(addr))).To(BeEmpty())
			Expect(time.Since(began)).To(BeNumerically(">=", timeout))
		})

		It("is left by a client that it does not answer", Label("claim:server.same-calls"), func() {
			addr := serveWeb(newMeeting(2))
			client := webClient(addr)
			client.Timeout = timeout
			_, err := fetch(client, "http://"+addr.String())
			Expect(err).To(MatchError(IsTimeout, "a timeout"))
		})

		It("notices that a client has left before it was answered", Label("claim:server.same-calls"), func() {
			left := make(chan struct{})
			client := Dial(serveWeb(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
				<-r.Context().Done()
				close(left)
			})))
			SendString(client, "GET / HTTP/1.1\r\nHost: sockets\r\n\r\n")
			Expect(client.Close()).To(Succeed())
			Eventually(left).Should(BeClosed())
		})
	})

	It("finishes what it has begun when it is shut down, and leaves nothing", Label("claim:server.same-calls"), func() {
		held := HeldOpen()
		begun, stopping, finish := make(chan struct{}), make(chan struct{}), make(chan struct{})
		server := newWebServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			close(begun)
			select {
			case <-finish:
				say(w, "socket")
			case <-r.Context().Done():
			}
		}))
		server.RegisterOnShutdown(func() { close(stopping) })
		addr := serveWebBy(server)
		client := webClient(addr)
		page := Calling(func() (string, error) { return fetch(client, "http://"+addr.String()) })
		Eventually(begun).Should(BeClosed())
		down := Doing(func() error { return shutDown(server) })
		Eventually(stopping).Should(BeClosed())
		close(finish)

		Expect(page.Result()).To(Equal("socket"))
		Expect(down.Err()).To(Succeed())
		client.CloseIdleConnections()
		Eventually(HeldSince).WithArguments(held).Should(BeEmpty())
	})
})

// shutDown ends a web server after it has answered the requests under way.
func shutDown(server *http.Server) error {
	ctx, cancel := context.WithTimeout(context.Background(), Patience())
	defer cancel()

	return server.Shutdown(ctx)
}
