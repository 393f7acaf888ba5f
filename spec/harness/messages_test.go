package harness_test

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/onsi/gomega/format"

	"socketspec/fixtures/wire"
	"socketspec/sockets"
	"socketspec/spec/harness"
)

// TestMessages prints the values of failures as a person writes them.
func TestMessages(t *testing.T) {
	harness.RegisterFormatters()
	refused := &os.SyscallError{Syscall: "connect", Err: sockets.ECONNREFUSED}
	for want, value := range map[string]any{
		"127.0.0.1:80": sockets.MustParseAddr("127.0.0.1:80"),
		"[127.0.0.1:80 [::1]:443]": []sockets.Addr{
			sockets.MustParseAddr("127.0.0.1:80"), sockets.MustParseAddr("[::1]:443"),
		},
		"connect: connection refused (*os.SyscallError)":     refused,
		"dial: connect: connection refused (*fmt.wrapError)": fmt.Errorf("dial: %w", refused),
		"A: SYN seq 0": wire.Segment{Protocol: wire.TCP, Flags: wire.SYN},
	} {
		if got := strings.TrimSpace(format.Object(value, 0)); !strings.HasSuffix(got, want) || strings.Contains(got, "{") {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestMatchOneOf(t *testing.T) {
	matcher := harness.MatchOneOf(nil, sockets.EPIPE, os.ErrDeadlineExceeded)
	for _, err := range []error{nil, fmt.Errorf("send: %w", sockets.EPIPE), os.ErrDeadlineExceeded} {
		if matches, merr := matcher.Match(err); !matches || merr != nil {
			t.Errorf("%v: got %v, %v", err, matches, merr)
		}
	}
	other := errors.New("no route")
	if matches, err := matcher.Match(other); matches || err != nil {
		t.Errorf("got %v, %v", matches, err)
	}
	if got, want := matcher.FailureMessage(other), "to be one of: success, broken pipe, timed out"; !strings.Contains(got, want) || !strings.Contains(got, "no route") {
		t.Errorf("the failure says %q, want %q", got, want)
	}
}
