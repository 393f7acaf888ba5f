package harness

import (
	"fmt"
	"net"
	"runtime/debug"
	"time"
)

// A viewed connection is Go's own view of a socket, as package net/http is given it.
// Nobody watches how long its calls take: the programs have deadlines of their own.
// But a panic in one of them would end the whole run, since it happens in a goroutine
// of the program; here it fails the spec.
type viewed struct {
	net.Conn
	socket *socket
}

func (v viewed) Read(p []byte) (n int, err error) {
	defer v.socket.watch.catch("Read of a view", &err)
	return v.Conn.Read(p)
}

func (v viewed) Write(p []byte) (n int, err error) {
	defer v.socket.watch.catch("Write of a view", &err)
	return v.Conn.Write(p)
}

func (v viewed) Close() (err error) {
	defer v.socket.watch.catch("Close of a view", &err)
	defer v.socket.watch.forget(v.socket)
	return v.Conn.Close()
}

func (v viewed) LocalAddr() (addr net.Addr) {
	defer v.socket.watch.catch("LocalAddr of a view", new(error))
	return v.Conn.LocalAddr()
}

func (v viewed) RemoteAddr() (addr net.Addr) {
	defer v.socket.watch.catch("RemoteAddr of a view", new(error))
	return v.Conn.RemoteAddr()
}

func (v viewed) SetDeadline(t time.Time) (err error) {
	defer v.socket.watch.catch("SetDeadline of a view", &err)
	return v.Conn.SetDeadline(t)
}

func (v viewed) SetReadDeadline(t time.Time) (err error) {
	defer v.socket.watch.catch("SetReadDeadline of a view", &err)
	return v.Conn.SetReadDeadline(t)
}

func (v viewed) SetWriteDeadline(t time.Time) (err error) {
	defer v.socket.watch.catch("SetWriteDeadline of a view", &err)
	return v.Conn.SetWriteDeadline(t)
}

// A viewedListener is the same for a listener.
type viewedListener struct {
	net.Listener
	socket *socket
}

func (v viewedListener) Accept() (conn net.Conn, err error) {
	defer v.socket.watch.catch("Accept of a view", &err)
	if conn, err = v.Listener.Accept(); err != nil {
		return nil, err
	}

	return viewed{conn, &socket{watch: v.socket.watch}}, nil // the stack made no socket for the specs here
}

func (v viewedListener) Close() (err error) {
	defer v.socket.watch.catch("Close of a view", &err)
	defer v.socket.watch.forget(v.socket)
	return v.Listener.Close()
}

func (v viewedListener) Addr() (addr net.Addr) {
	defer v.socket.watch.catch("Addr of a view", new(error))
	return v.Listener.Addr()
}

// catch is deferred: it makes a panic an error, and fails the spec for it.
func (w *watch) catch(what string, err *error) {
	v := recover()
	if v == nil {
		return
	}
	*err = fmt.Errorf("%s panicked: %v\n%s", what, v, debug.Stack())
	w.mu.Lock()
	defer w.mu.Unlock()
	w.broken = append(w.broken, (*err).Error())
}
