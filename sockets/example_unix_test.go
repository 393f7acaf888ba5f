//go:build unix

package sockets_test

import (
	"errors"
	"fmt"
	"log"
	"os"
	"time"

	"socketspec/sockets"
)

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
