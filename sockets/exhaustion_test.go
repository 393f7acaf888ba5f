//go:build unix

package sockets_test

import (
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"socketspec/sockets"
)

const ofItsOwn = "SOCKETS_TEST_OF_ITS_OWN"

// inAProcessOfItsOwn runs the test again, and f in it: what it changes is the
// process's. It reports what that one has told.
func inAProcessOfItsOwn(t *testing.T, f func(t *testing.T)) {
	t.Helper()
	if os.Getenv(ofItsOwn) != "" {
		f(t)
		return
	}
	program, err := os.Executable()
	ok(t, err)
	child := exec.CommandContext(t.Context(), program, "-test.run=^"+t.Name()+"$", "-test.v",
		"-test.timeout="+(5*patience).String(), "-hostile="+strconv.Itoa(*hostility))
	child.Env = append(os.Environ(), ofItsOwn+"=1", "GORACE=atexit_sleep_ms=0 "+os.Getenv("GORACE"))
	out, err := child.CombinedOutput()
	if err == nil && strings.Contains(string(out), "--- SKIP: "+t.Name()) {
		t.Skipf("a process of its own says:\n%s", out)
	}
	if err != nil || !strings.Contains(string(out), "--- PASS: "+t.Name()) {
		t.Fatalf("%v\n%s", err, out)
	}
	for line := range strings.Lines(string(out)) {
		if _, told, found := strings.Cut(line, "hostile: "); found {
			t.Logf("hostile: %s", strings.TrimSpace(told))
		}
	}
}

// The limit is the process's.
func TestNoDescriptorLeft(t *testing.T) { inAProcessOfItsOwn(t, exhaust) }

func exhaust(t *testing.T) {
	l, addr := listener(t, 1)
	client := newSocket(t, sockets.AF_INET, sockets.SOCK_STREAM)
	ok(t, client.Connect(addr))
	ok(t, client.SendAll([]byte("queued")))
	detached, peer := waited(t)

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

// takeAll opens descriptors until there are no more, which are few.
func takeAll(t *testing.T) (fds []int) {
	t.Helper()
	limit := syscall.Rlimit{Cur: 64, Max: 64}
	ok(t, syscall.Setrlimit(syscall.RLIMIT_NOFILE, &limit))
	for {
		fd, err := unix.FcntlInt(1, unix.F_DUPFD_CLOEXEC, 0)
		if err != nil {
			wants(t, "dup", err, unix.EMFILE)
			return fds
		}
		fds = append(fds, fd)
	}
}
