package asked

import "strings"

// An Errno is an error of the system, as each system and two languages show it. What
// Linux says was seen; what macOS and Windows say was read.
type Errno struct {
	Name string
	// Linux, MacOS and Windows are numbers and texts. A system without one has number 0.
	Linux, MacOS, Windows Said
	// Python is the class of the exception.
	Python string
}

// A Said is the number that a system has for an error, and its text.
type Said struct {
	Number int
	Text   string
}

// GoText is its text in Go on Linux.
func (e Errno) GoText() string {
	return strings.ToLower(e.Linux.Text[:1]) + e.Linux.Text[1:]
}

// GoIs is how a program in Go asks for it.
func (e Errno) GoIs() string { return "errors.Is(err, syscall." + e.Name + ")" }

// Winsock is its name on Windows.
func (e Errno) Winsock() string {
	if e.Name == "EAGAIN" {
		return "WSAEWOULDBLOCK"
	}

	return "WSA" + e.Name
}

// FindErrno returns the errno of a name, and whether there is one.
func FindErrno(name string) (Errno, bool) {
	for _, e := range errnos {
		if e.Name == name {
			return e, true
		}
	}

	return Errno{}, false
}

const (
	refusedWin = "No connection could be made because the target machine actively refused it."
	shutWin    = "A request to send or receive data was disallowed because the socket had already been shut down in that direction with a previous shutdown call."
)

var errnos = []Errno{
	{"ECONNRESET", Said{104, "Connection reset by peer"}, Said{54, "Connection reset by peer"}, Said{10054, "An existing connection was forcibly closed by the remote host."}, "ConnectionResetError"},
	{"EPIPE", Said{32, "Broken pipe"}, Said{32, "Broken pipe"}, Said{}, "BrokenPipeError"},
	{"ESHUTDOWN", Said{108, "Cannot send after transport endpoint shutdown"}, Said{58, "Can't send after socket shutdown"}, Said{10058, shutWin}, "BrokenPipeError"},
	{"ECONNABORTED", Said{103, "Software caused connection abort"}, Said{53, "Software caused connection abort"}, Said{10053, "An established connection was aborted by the software in your host machine."}, "ConnectionAbortedError"},
	{"ECONNREFUSED", Said{111, "Connection refused"}, Said{61, "Connection refused"}, Said{10061, refusedWin}, "ConnectionRefusedError"},
	{"ETIMEDOUT", Said{110, "Connection timed out"}, Said{60, "Operation timed out"}, Said{10060, "A connection attempt failed because the connected party did not properly respond after a period of time, or established connection failed because connected host has failed to respond."}, "TimeoutError"},
	{"EHOSTUNREACH", Said{113, "No route to host"}, Said{65, "No route to host"}, Said{10065, "A socket operation was attempted to an unreachable host."}, "OSError"},
	{"ENETUNREACH", Said{101, "Network is unreachable"}, Said{51, "Network is unreachable"}, Said{10051, "A socket operation was attempted to an unreachable network."}, "OSError"},
	{"EAGAIN", Said{11, "Resource temporarily unavailable"}, Said{35, "Resource temporarily unavailable"}, Said{10035, "A non-blocking socket operation could not be completed immediately."}, "BlockingIOError"},
	{"EWOULDBLOCK", Said{11, "Resource temporarily unavailable"}, Said{35, "Resource temporarily unavailable"}, Said{10035, "A non-blocking socket operation could not be completed immediately."}, "BlockingIOError"},
	{"EINPROGRESS", Said{115, "Operation now in progress"}, Said{36, "Operation now in progress"}, Said{10036, "A blocking operation is currently executing."}, "BlockingIOError"},
	{"EALREADY", Said{114, "Operation already in progress"}, Said{37, "Operation already in progress"}, Said{10037, "An operation was attempted on a non-blocking socket that already had an operation in progress."}, "BlockingIOError"},
	{"EINTR", Said{4, "Interrupted system call"}, Said{4, "Interrupted system call"}, Said{10004, "A blocking operation was interrupted by a call to WSACancelBlockingCall."}, "InterruptedError"},
	{"ENOTCONN", Said{107, "Transport endpoint is not connected"}, Said{57, "Socket is not connected"}, Said{10057, "A request to send or receive data was disallowed because the socket is not connected and (when sending on a datagram socket using a sendto call) no address was supplied."}, "OSError"},
	{"EISCONN", Said{106, "Transport endpoint is already connected"}, Said{56, "Socket is already connected"}, Said{10056, "A connect request was made on an already connected socket."}, "OSError"},
	{"EDESTADDRREQ", Said{89, "Destination address required"}, Said{39, "Destination address required"}, Said{10039, "A required address was omitted from an operation on a socket."}, "OSError"},
	{"EADDRINUSE", Said{98, "Address already in use"}, Said{48, "Address already in use"}, Said{10048, "Only one usage of each socket address (protocol/network address/port) is normally permitted."}, "OSError"},
	{"EADDRNOTAVAIL", Said{99, "Cannot assign requested address"}, Said{49, "Can't assign requested address"}, Said{10049, "The requested address is not valid in its context."}, "OSError"},
	{"EACCES", Said{13, "Permission denied"}, Said{13, "Permission denied"}, Said{10013, "An attempt was made to access a socket in a way forbidden by its access permissions."}, "PermissionError"},
	{"EPERM", Said{1, "Operation not permitted"}, Said{1, "Operation not permitted"}, Said{}, "PermissionError"},
	{"ENOENT", Said{2, "No such file or directory"}, Said{2, "No such file or directory"}, Said{}, "FileNotFoundError"},
	{"ENOTDIR", Said{20, "Not a directory"}, Said{20, "Not a directory"}, Said{}, "NotADirectoryError"},
	{"ENAMETOOLONG", Said{36, "File name too long"}, Said{63, "File name too long"}, Said{}, "OSError"},
	{"EINVAL", Said{22, "Invalid argument"}, Said{22, "Invalid argument"}, Said{10022, "An invalid argument was supplied."}, "OSError"},
	{"EOPNOTSUPP", Said{95, "Operation not supported"}, Said{102, "Operation not supported on socket"}, Said{10045, "The attempted operation is not supported for the type of object referenced."}, "OSError"},
	{"ENOPROTOOPT", Said{92, "Protocol not available"}, Said{42, "Protocol not available"}, Said{10042, "An unknown, invalid, or unsupported option or level was specified in a getsockopt or setsockopt call."}, "OSError"},
	{"EAFNOSUPPORT", Said{97, "Address family not supported by protocol"}, Said{47, "Address family not supported by protocol family"}, Said{10047, "An address incompatible with the requested protocol was used."}, "OSError"},
	{"EPROTONOSUPPORT", Said{93, "Protocol not supported"}, Said{43, "Protocol not supported"}, Said{10043, "The requested protocol has not been configured into the system, or no implementation for it exists."}, "OSError"},
	{"EPROTOTYPE", Said{91, "Protocol wrong type for socket"}, Said{41, "Protocol wrong type for socket"}, Said{10041, "A protocol was specified in the socket function call that does not support the semantics of the socket type requested."}, "OSError"},
	{"ESOCKTNOSUPPORT", Said{94, "Socket type not supported"}, Said{44, "Socket type not supported"}, Said{10044, "The support for the specified socket type does not exist in this address family."}, "OSError"},
	{"EBADF", Said{9, "Bad file descriptor"}, Said{9, "Bad file descriptor"}, Said{10009, "The file handle supplied is not valid."}, "OSError"},
	{"ENOTSOCK", Said{88, "Socket operation on non-socket"}, Said{38, "Socket operation on non-socket"}, Said{10038, "An operation was attempted on something that is not a socket."}, "OSError"},
	{"EMSGSIZE", Said{90, "Message too long"}, Said{40, "Message too long"}, Said{10040, "A message sent on a datagram socket was larger than the internal message buffer or some other network limit, or the buffer used to receive a datagram into was smaller than the datagram itself."}, "OSError"},
	{"EMFILE", Said{24, "Too many open files"}, Said{24, "Too many open files"}, Said{10024, "Too many open sockets."}, "OSError"},
	{"ENOBUFS", Said{105, "No buffer space available"}, Said{55, "No buffer space available"}, Said{10055, "An operation on a socket could not be performed because the system lacked sufficient buffer space or because a queue was full."}, "OSError"},
}
