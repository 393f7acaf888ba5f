package sockets_test

import (
	"math"
	"strconv"
	"testing"
)

// least is the least number that a C int holds.
var least = math.MinInt32

// beyond is the first number that no C int holds; not a constant, because on 32-bit
// processors a Go int does not hold it either.
var beyond = -least

// wide skips a test that needs numbers beyond a C int.
func wide(t *testing.T) {
	t.Helper()
	if strconv.IntSize == 32 {
		t.Skip("a Go int has 32 bits here, as a C int: no number is beyond it")
	}
}
