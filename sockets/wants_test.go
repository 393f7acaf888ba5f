package sockets_test

import (
	"errors"
	"testing"
)

// wants fails the test unless err is target, which may be nil.
func wants(t testing.TB, what string, err, target error) {
	t.Helper()
	if !errors.Is(err, target) {
		t.Errorf("%s: got %v, want %v", what, err, target)
	}
}
