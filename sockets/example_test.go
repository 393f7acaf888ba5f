//go:build unix

package sockets_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
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

// A call that waits too long fails, and the socket goes on as before.
func ExampleSocket_SetTimeout() {
	a, b, err := sockets.SocketPair(sockets.SOCK_STREAM)
	if err != nil {
		log.Fatal(err)
	}
	defer a.Close() //nolint:errcheck // The program ends.
	defer b.Close() //nolint:errcheck // The program ends.

	if err = a.SetTimeout(time.Millisecond); err != nil {
		log.Fatal(err)
	}
	_, err = a.Recv(1024)
	fmt.Println(err, errors.Is(err, os.ErrDeadlineExceeded))

	if err = b.SendAll([]byte("late")); err != nil {
		log.Fatal(err)
	}
	data, err := a.Recv(1024)
	fmt.Printf("%s %v\n", data, err)

	if err = a.SetTimeout(0); err != nil {
		log.Fatal(err)
	}
	_, err = a.Recv(1024)
	fmt.Println(errors.Is(err, sockets.EAGAIN), errors.Is(err, os.ErrDeadlineExceeded))
	// Output:
	// recv: timed out true
	// late <nil>
	// true false
}

// SHUT_WR ends what one sends; what the peer sends still arrives.
func ExampleSocket_Shutdown() {
	client, server, err := sockets.SocketPair(sockets.SOCK_STREAM)
	if err != nil {
		log.Fatal(err)
	}
	defer client.Close() //nolint:errcheck // The program ends.
	defer server.Close() //nolint:errcheck // The program ends.

	err = errors.Join(client.SendAll([]byte("question")), client.Shutdown(sockets.SHUT_WR))
	if err != nil {
		log.Fatal(err)
	}
	for {
		data, rerr := server.Recv(1024)
		fmt.Printf("%q %v\n", data, rerr)
		if len(data) == 0 {
			break
		}
	}

	if err = server.SendAll([]byte("answer")); err != nil {
		log.Fatal(err)
	}
	data, err := client.Recv(1024)
	fmt.Printf("%q %v\n", data, err)
	// Output:
	// "question" <nil>
	// "" <nil>
	// "answer" <nil>
}

// Datagrams have bounds, and a sender each; what does not fit is gone.
func ExampleSocket_RecvFrom() {
	server, err := sockets.New(sockets.AF_INET, sockets.SOCK_DGRAM)
	if err != nil {
		log.Fatal(err)
	}
	defer server.Close() //nolint:errcheck // The program ends.
	client, err := sockets.New(sockets.AF_INET, sockets.SOCK_DGRAM)
	if err != nil {
		log.Fatal(err)
	}
	defer client.Close() //nolint:errcheck // The program ends.

	if err = server.Bind(sockets.MustParseAddr("127.0.0.1:0")); err != nil {
		log.Fatal(err)
	}
	to, err := server.LocalAddr()
	if err != nil {
		log.Fatal(err)
	}
	for _, message := range []string{"first", "second"} {
		if _, err = client.SendTo([]byte(message), to); err != nil {
			log.Fatal(err)
		}
	}
	for range 2 {
		data, from, rerr := server.RecvFrom(5)
		fmt.Printf("%s from %v: %v\n", data, from.IP(), rerr)
	}
	// Output:
	// first from 127.0.0.1: <nil>
	// secon from 127.0.0.1: <nil>
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
