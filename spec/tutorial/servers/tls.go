package servers

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/payload"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

var _ = Describe("A web server behind TLS on these sockets", Label("needs:net-view"), func() {
	var addr sockets.Addr
	var url string
	var authority *x509.Certificate

	BeforeEach(func() {
		addr, authority = serveTLS(pages())
		url = "https://" + addr.String()
	})

	It("answers Go's web client on these sockets", Label("claim:server.same-calls"), func() {
		Expect(fetch(trusting(webClient(addr), authority), url+"/hello")).To(Equal("socket"))
	})

	It("answers Go's web client on the system's own", Label("claim:server.same-calls", "needs:processes"), func() {
		Expect(fetch(trusting(systemsWebClient(), authority), url+"/hello")).To(Equal("socket"))
	})

	It("answers curl", Label("claim:server.same-calls", "needs:processes"), func() {
		requireCurl()
		file := filepath.Join(GinkgoT().TempDir(), "authority.pem")
		block := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: authority.Raw})
		Expect(os.WriteFile(file, block, 0o600)).To(Succeed())
		Expect(curl("--cacert", file, url+"/hello")).To(Equal("socket"))
	})

	It("receives a MiB whole", Label("claim:server.same-calls"), func() {
		client := trusting(webClient(addr), authority)
		Expect(post(client, url+"/sum", payload.NewReader(2, largePage))).To(Equal(payload.Sum(payload.New(2, largePage))))
	})

	It("answers sixteen requests at once on one connection, as HTTP/2", Label("claim:server.same-calls"), func() {
		mux := pages()
		mux.Handle("GET /meeting", newMeeting(16))
		addr, authority := serveTLS(mux)
		client, url := trusting(webClient(addr), authority), "https://"+addr.String()
		Expect(fetch(client, url+"/hello")).To(Equal("socket")) // now both ends have negotiated HTTP/2
		var fetches []*Call[string]
		for range 16 {
			fetches = append(fetches, Calling(func() (string, error) { return fetch(client, url+"/meeting") }))
		}
		first, err := fetches[0].Result()
		Expect(err).NotTo(HaveOccurred())
		Expect(first).To(HavePrefix("HTTP/2.0"))
		for _, fetch := range fetches {
			Expect(fetch.Result()).To(Equal(first))
		}
	})
})

// serveTLS starts a web server behind TLS on loopback, and returns its address and
// its certificate.
func serveTLS(handler http.Handler) (sockets.Addr, *x509.Certificate) {
	GinkgoHelper()
	server := newWebServer(handler)
	certificate := newCertificate()
	server.TLSConfig = &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12}
	listener, addr := NewListener(128)
	view := viewOf(listener)
	serving(server, func() error { return server.ServeTLS(view, "", "") })

	return addr, certificate.Leaf
}

// newCertificate makes a self-signed certificate for the loopback address.
func newCertificate() tls.Certificate {
	GinkgoHelper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	Expect(err).NotTo(HaveOccurred())
	now := time.Now()
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "loopback"}, IPAddresses: []net.IP{Loopback.IP().AsSlice()},
		NotBefore: now.Add(-time.Hour), NotAfter: now.Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	raw, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	Expect(err).NotTo(HaveOccurred())
	leaf, err := x509.ParseCertificate(raw)
	Expect(err).NotTo(HaveOccurred())

	return tls.Certificate{Certificate: [][]byte{raw}, PrivateKey: key, Leaf: leaf}
}

// trusting makes client trust only that certificate and offer HTTP/2, and returns
// the client.
func trusting(client *http.Client, authority *x509.Certificate) *http.Client {
	pool := x509.NewCertPool()
	pool.AddCert(authority)
	transport := client.Transport.(*http.Transport) //nolint:forcetypeassert // Both makers of web clients use an *http.Transport.
	transport.TLSClientConfig = &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}
	transport.ForceAttemptHTTP2 = true

	return client
}
