//go:build windows

package sockets

// AsPoll says in the sense of poll(2) what WSAPoll says.
var AsPoll = asPoll
