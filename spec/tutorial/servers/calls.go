package servers

import (
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/payload"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

var _ = Describe("A web server written with accept, recv, sendall and close alone", Label("needs:processes"), func() {
	var url string

	BeforeEach(func() { url = "http://" + startServerWith(servePage).Addr().String() })

	It("answers curl", Label("claim:server.same-calls"), func() {
		Expect(curl(url)).To(Equal("socket"))
	})

	It("answers Go's net/http", Label("claim:server.same-calls"), func() {
		Expect(fetch(systemsWebClient(), url)).To(Equal("socket"))
	})
})

var _ = Describe("A web client written with connect, sendall and recv alone", Label("needs:processes"), func() {
	It("is answered by Go's net/http", Label("claim:server.same-calls"), func() {
		listener, err := net.Listen("tcp4", "127.0.0.1:0")
		Expect(err).NotTo(HaveOccurred())
		server := newWebServer(pages())
		serving(server, func() error { return server.Serve(listener) })
		Expect(fetchByHand(sockets.MustParseAddr(listener.Addr().String()))).To(Equal("socket"))
	})
})

var _ = Describe("Go's web server on these sockets", Label("needs:net-view"), func() {
	var addr sockets.Addr
	var url string

	BeforeEach(func() {
		addr = serveWeb(pages())
		url = "http://" + addr.String()
	})

	It("answers Go's web client on these sockets", Label("claim:server.same-calls"), func() {
		Expect(fetch(webClient(addr), url+"/hello")).To(Equal("socket"))
	})

	It("answers Go's web client on the system's own", Label("claim:server.same-calls", "needs:processes"), func() {
		Expect(fetch(systemsWebClient(), url+"/hello")).To(Equal("socket"))
	})

	It("answers curl", Label("claim:server.same-calls", "needs:processes"), func() {
		Expect(curl(url + "/hello")).To(Equal("socket"))
	})

	It("answers a client written with connect, sendall and recv alone", Label("claim:server.same-calls"), func() {
		Expect(fetchByHand(addr)).To(Equal("socket"))
	})

	It("sends a MiB whole", Label("claim:server.same-calls"), func() {
		page, err := fetch(webClient(addr), url+"/large")
		Expect(err).NotTo(HaveOccurred())
		Expect(payload.Sum([]byte(page))).To(Equal(payload.Sum(payload.New(1, largePage))))
	})

	It("receives a MiB whole", Label("claim:server.same-calls"), func() {
		Expect(post(webClient(addr), url+"/sum", payload.NewReader(2, largePage))).To(Equal(payload.Sum(payload.New(2, largePage))))
	})

	It("sends curl a MiB whole, and receives one from it", Label("claim:server.same-calls", "needs:processes"), func() {
		requireCurl()
		file := filepath.Join(GinkgoT().TempDir(), "payload")
		Expect(os.WriteFile(file, payload.New(2, largePage), 0o600)).To(Succeed())
		Expect(payload.Sum([]byte(curl(url + "/large")))).To(Equal(payload.Sum(payload.New(1, largePage))))
		Expect(curl("--data-binary", "@"+file, url+"/sum")).To(Equal(payload.Sum(payload.New(2, largePage))))
	})
})

// servePage receives one request, answers it with the same page whatever it asks
// for, and closes the connection.
func servePage(conn Socket) error {
	var request strings.Builder
	for !strings.Contains(request.String(), "\r\n\r\n") {
		data, err := conn.Recv(1024)
		if err == nil && len(data) == 0 {
			err = errors.New("the stream has ended before the request")
		}
		if err != nil {
			return errors.Join(err, conn.Close())
		}
		request.Write(data)
	}

	return errors.Join(conn.SendAll([]byte("HTTP/1.0 200 OK\r\n\r\nsocket")), conn.Close())
}

// fetchByHand gets a page with connect, sendall and recv.
func fetchByHand(addr sockets.Addr) string {
	GinkgoHelper()
	client := Dial(addr)
	SendString(client, "GET /hello HTTP/1.0\r\n\r\n")
	head, page, found := strings.Cut(RecvUntilEnd(client), "\r\n\r\n")
	Expect(found).To(BeTrue(), "the response has no page, only this: %q", head)
	Expect(head).To(HavePrefix("HTTP/1.0 200 OK\r\n"))

	return page
}
