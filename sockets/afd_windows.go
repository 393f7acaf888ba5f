package sockets

import (
	"math"
	"sync"
	"unsafe"

	"golang.org/x/sys/windows"
)

// How a goroutine waits for a socket of Windows, for whatever it waits.
//
// Winsock is the upper half of a driver, \Device\Afd, and select(2) is one
// request to it: IOCTL_AFD_POLL, which is answered once one of the events holds
// of the socket. Made through a handle of one's own that belongs to a completion
// port, the request need not keep a thread: all answers come out of the port,
// where one goroutine takes them.
//
// The risk is that Microsoft documents the port but not the request. It has been
// the same since Windows 2000, and libuv, Rust's mio, Boost and wepoll, and with
// them Node.js, Tokio and ZeroMQ, wait in this way. What is documented falls
// short. select(2) and WSAPoll keep a thread each and no close wakes them. A
// pending WSARecv of no bytes waits for a stream, but takes a datagram away, and
// for AcceptEx and ConnectEx there is no "would block". ProcessSocketNotifications
// needs Windows 11.
//
// Only the waiting is done so. The calls are plain calls of Winsock.

// ioctlAfdPoll is IOCTL_AFD_POLL.
const ioctlAfdPoll = 0x00012024

// Events of IOCTL_AFD_POLL.
const (
	afdReceive     = 0x0001
	afdSend        = 0x0004
	afdDisconnect  = 0x0008 // the peer has ended its stream
	afdAbort       = 0x0010 // the connection was reset
	afdLocalClose  = 0x0020
	afdAccept      = 0x0080
	afdConnectFail = 0x0100
)

// An afdQuestion is what IOCTL_AFD_POLL asks, and what it answers
// (AFD_POLL_INFO, with one AFD_POLL_HANDLE_INFO).
type afdQuestion struct {
	timeout   int64 // in 100 ns; those of this package are kept elsewhere
	handles   uint32
	exclusive uint32
	socket    windows.Handle
	events    uint32
	status    windows.NTStatus
}

// A poll is one request to the driver. It may outlive the call that has made it,
// and then serves the next call of its direction.
type poll struct {
	answer   windows.IO_STATUS_BLOCK // comes first: by its address the port names the poll
	question afdQuestion
	events   uint32
	ready    chan struct{} // holds one; a reason to look again
}

// afd is the driver, opened when a call waits for the first time.
var afd struct {
	open    func() error
	driver  windows.Handle
	port    windows.Handle
	mu      sync.Mutex
	pending map[*poll]struct{} // the driver writes into these: they must live
	serving bool
}

func init() { afd.open = sync.OnceValue(openAFD) }

func openAFD() error {
	// What follows the device's name is ours to choose.
	name, err := windows.NewNTUnicodeString(`\Device\Afd\Sockets`)
	if err != nil {
		return err
	}
	attributes := &windows.OBJECT_ATTRIBUTES{ObjectName: name}
	attributes.Length = uint32(unsafe.Sizeof(*attributes))
	var status windows.IO_STATUS_BLOCK
	err = windows.NtCreateFile(&afd.driver, windows.SYNCHRONIZE, attributes, &status, nil, 0,
		windows.FILE_SHARE_READ|windows.FILE_SHARE_WRITE, windows.FILE_OPEN, 0, 0, 0)
	if err != nil {
		return ntError(err)
	}
	afd.pending = map[*poll]struct{}{}
	afd.port, err = windows.CreateIoCompletionPort(afd.driver, 0, 0, 1)

	return err
}

// start asks the driver, unless it has been asked already. Whatever it answers,
// now or later, makes the poll ready.
func (p *poll) start(socket windows.Handle) error {
	afd.mu.Lock()
	defer afd.mu.Unlock()
	if _, pending := afd.pending[p]; pending {
		return nil
	}
	if status := p.answer.Status; isFailure(status) {
		return status.Errno()
	}
	p.question = afdQuestion{timeout: math.MaxInt64, handles: 1, socket: socket, events: p.events}
	if status := ntDeviceIoControl(p); isFailure(status) {
		return status.Errno()
	}
	afd.pending[p] = struct{}{}
	if !afd.serving {
		afd.serving = true
		go serveAFD()
	}

	return nil
}

// cancel takes the question back, whose answer is then that it was.
func (p *poll) cancel() {
	afd.mu.Lock()
	defer afd.mu.Unlock()
	if _, pending := afd.pending[p]; pending {
		_ = windows.CancelIoEx(afd.driver, p.overlapped()) // fails if the answer is on its way
	}
}

// serveAFD takes the answers, and ends when there is no question any more: who
// uses no sockets has no goroutine of this package.
func serveAFD() {
	for pending := true; pending; {
		var size uint32
		var key uintptr
		var answered *windows.Overlapped
		// It fails if the question has; its status tells.
		err := windows.GetQueuedCompletionStatus(afd.port, &size, &key, &answered, windows.INFINITE)
		if answered == nil {
			panic(err) // the port was closed, which is not ours: calls would wait for ever
		}
		p := (*poll)(unsafe.Pointer(answered))
		afd.mu.Lock()
		delete(afd.pending, p)
		pending = len(afd.pending) > 0
		afd.serving = pending
		afd.mu.Unlock()
		p.wake()
	}
}

// wake makes the waiting call look again, or the next one that waits.
func (p *poll) wake() {
	select {
	case p.ready <- struct{}{}:
	default:
	}
}

func (p *poll) overlapped() *windows.Overlapped {
	return (*windows.Overlapped)(unsafe.Pointer(&p.answer))
}

func isFailure(status windows.NTStatus) bool {
	const severity = 1 << 31
	return status&severity != 0 && status != windows.STATUS_CANCELLED
}

// ntError is the error of a call of the NT layer in the numbers of Windows.
func ntError(err error) error {
	if status, is := err.(windows.NTStatus); is { //nolint:errorlint // What x/sys returns is bare.
		return status.Errno()
	}

	return err
}
