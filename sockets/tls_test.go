package sockets_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"math/big"
	"testing"
	"time"

	"go.uber.org/goleak"

	"socketspec/sockets"
)

const tlsName = "example.com"

// secrets returns what a server and its client need to know.
func secrets(t testing.TB) (server, client *tls.Config) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	ok(t, err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1),
		DNSNames:     []string{tlsName},
		NotBefore:    time.Now().Add(-time.Hour),
		NotAfter:     time.Now().Add(time.Hour),
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	ok(t, err)
	certificate, err := x509.ParseCertificate(der)
	ok(t, err)
	roots := x509.NewCertPool()
	roots.AddCert(certificate)

	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}},
		&tls.Config{RootCAs: roots, ServerName: tlsName}
}

func TestTLS(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	overTLS(t)
}

func overTLS(t *testing.T) {
	serverConfig, clientConfig := secrets(t)
	s, addr := listener(t, 1)
	l := tls.NewListener(s.NetListener(), serverConfig)
	p := pattern(1 << 20)
	echoing := start(func() error {
		c, err := l.Accept()
		if err != nil {
			return err
		}
		_, err = io.Copy(c, c)

		return errors.Join(err, c.Close())
	})

	socket, err := sockets.CreateConnection(addr.String(), patience)
	ok(t, err)
	c := tls.Client(socket.NetConn(), clientConfig)
	ok(t, c.SetDeadline(time.Now().Add(patience)))
	sending := start(func() error {
		_, werr := c.Write(p)
		return errors.Join(werr, c.CloseWrite())
	})
	got, err := io.ReadAll(c)
	ok(t, err)
	if !bytes.Equal(got, p) {
		t.Errorf("%d of %d bytes came back, or others", len(got), len(p))
	}
	sending.ends(t, "the client", nil, nil)
	echoing.ends(t, "the server", nil, nil)
	ok(t, c.Close())
	ok(t, l.Close())
}

// A deadline that has passed ends neither the connection nor the encryption.
func TestTLSReadHasADeadline(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	serverConfig, clientConfig := secrets(t)
	a, b := views(t, streamPair)
	server, client := tls.Server(a, serverConfig), tls.Client(b, clientConfig)
	shaking := start(server.Handshake)
	ok(t, client.Handshake())
	shaking.ends(t, "the handshake", nil, nil)

	c := start(func() error { return readOne(server) })
	c.blocked(t)
	ok(t, server.SetReadDeadline(past))
	_, err := c.result(t)
	expired(t, "read", err)
	ok(t, server.SetReadDeadline(never))
	_, err = client.Write([]byte("x"))
	ok(t, err)
	ok(t, readOne(server))
	ok(t, client.Close())
	_ = server.Close() // it has nobody any more to say farewell to
}
