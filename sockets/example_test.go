package sockets_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"time"

	"socketspec/sockets"
)

// A server that answers one client, and the client.
func Example() {
	server, err := sockets.CreateServer("127.0.0.1:0", 5)
	if err != nil {
		log.Fatal(err)
	}
	defer server.Close() //nolint:errcheck // The program ends.
	address, err := server.LocalAddr()
	if err != nil {
		log.Fatal(err)
	}

	go func() {
		if serr := answer(server); serr != nil {
			log.Fatal(serr)
		}
	}()

	client, err := sockets.CreateConnection(address.String(), 10*time.Second)
	if err != nil {
		log.Fatal(err)
	}
	defer client.Close() //nolint:errcheck // The program ends.
	if err = client.SendAll([]byte("hello")); err != nil {
		log.Fatal(err)
	}
	data, err := client.Recv(1024)
	fmt.Printf("%s %v\n", data, err)
	// Output: hello <nil>
}

// answer sends back what one client sends, until it ends the stream.
func answer(server *sockets.Socket) error {
	conn, _, err := server.Accept()
	if err != nil {
		return err
	}
	defer conn.Close() //nolint:errcheck // All has been received.
	for {
		data, err := conn.Recv(1024)
		if err != nil || len(data) == 0 {
			return err
		}
		if err = conn.SendAll(data); err != nil {
			return err
		}
	}
}

// What takes a net.Listener or a net.Conn takes a socket: a website, and who
// visits it.
func ExampleSocket_NetListener() {
	s, err := sockets.CreateServer("127.0.0.1:0", 5)
	if err != nil {
		log.Fatal(err)
	}
	website := &http.Server{
		Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprint(w, "hello") //nolint:errcheck // The visitor has gone.
		}),
		ReadHeaderTimeout: 10 * time.Second,
	}
	defer website.Close() //nolint:errcheck // The program ends.
	listener := s.NetListener()
	go func() {
		if serr := website.Serve(listener); !errors.Is(serr, http.ErrServerClosed) {
			log.Fatal(serr)
		}
	}()

	visitor := &http.Client{Transport: &http.Transport{
		DialContext: func(_ context.Context, _, address string) (net.Conn, error) {
			conn, cerr := sockets.CreateConnection(address, 10*time.Second)
			if cerr != nil {
				return nil, cerr
			}

			return conn.NetConn(), nil
		},
	}}
	defer visitor.CloseIdleConnections()
	response, err := visitor.Get("http://" + listener.Addr().String())
	if err != nil {
		log.Fatal(err)
	}
	defer response.Body.Close() //nolint:errcheck // It has been read.
	body, err := io.ReadAll(response.Body)
	fmt.Printf("%s: %s %v\n", response.Status, body, err)
	// Output: 200 OK: hello <nil>
}
