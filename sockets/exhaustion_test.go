//go:build unix

package sockets_test

import (
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"socketspec/sockets"
)

const exhausted = "SOCKETS_TEST_EXHAUSTED"

// The limit is the process's, so the test runs in one of its own.
func TestNoDescriptorLeft(t *testing.T) {
	if os.Getenv(exhausted) != "" {
		exhaust(t)
		return
	}
	program, err := os.Executable()
	ok(t, err)
	child := exec.CommandContext(t.Context(), program, "-test.run=^"+t.Name()+"$", "-test.v", "-test.timeout="+patience.String())
	child.Env = append(os.Environ(), exhausted+"=1")
	out, err := child.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "--- PASS: "+t.Name()) {
		t.Fatalf("%v\n%s", err, out)
	}
}

func exhaust(t *testing.T) {
	l, addr := listener(t, 1)
	client := newSocket(t, sockets.AF_INET, sockets.SOCK_STREAM)
	ok(t, client.Connect(addr))
	ok(t, client.SendAll([]byte("queued")))
	detached, peer := waited(t)

	limit := syscall.Rlimit{Cur: 64, Max: 64}
	ok(t, syscall.Setrlimit(syscall.RLIMIT_NOFILE, &limit))
	fillers := takeAll(t)
	for what, call := range map[string]func() error{
		"accept": func() error { _, _, err := l.Accept(); return err },
		"socket": func() error { _, err := sockets.New(sockets.AF_INET, sockets.SOCK_STREAM); return err },
		"pair":   func() error { _, _, err := sockets.SocketPair(sockets.SOCK_STREAM); return err },
		"dup":    func() error { _, err := l.Dup(); return err },
		"detach": func() error { _, err := detached.Detach(); return err },
		"server": func() error { _, err := sockets.CreateServer("127.0.0.1:0", 1); return err },
		"client": func() error { _, err := sockets.CreateConnection(addr.String(), time.Second); return err },
	} {
		wants(t, what, call(), sockets.EMFILE)
	}

	alive(t, peer, detached)
	ok(t, unix.Close(fillers[0]))
	server, _ := accepted(t, l)
	recvFull(t, server, []byte("queued"))
	if left := takeAll(t); len(left) != 0 {
		t.Errorf("%d descriptors were free, and one was", len(left)+1)
	}
}

// takeAll opens descriptors until there are no more.
func takeAll(t *testing.T) (fds []int) {
	t.Helper()
	for {
		fd, err := unix.FcntlInt(1, unix.F_DUPFD_CLOEXEC, 0)
		if err != nil {
			wants(t, "dup", err, unix.EMFILE)
			return fds
		}
		fds = append(fds, fd)
	}
}
