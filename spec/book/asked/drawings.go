package asked

// drawings are the specs whose drawing shows best what an entry says, by their whole text.
var drawings = map[string]string{
	"error-ECONNRESET":   "What close sends when data was received and not read is a RST, as TCP advises, or a FIN",
	"error-EPIPE":        "Sending on the wire to a peer that has closed succeeds once, and fails from then on if a RST answers, as TCP advises",
	"error-ECONNREFUSED": "The handshake on the wire is refused by a RST where nobody listens, which acknowledges the SYN",
	"error-ETIMEDOUT":    "The handshake on a wire that loses segments when all that the client sends is lost has connect fail when its time is over",
	"error-ECONNABORTED": "A connect that did not wait, once it is refused may try again, or not, and a new socket always may: when SO_ERROR has told",
	"error-EHOSTUNREACH": "An error of ICMP about a SYN is told by connect, or the SYN is sent again that the host is unreachable",
	"error-EAGAIN":       "The handshake on the wire while the client's ACK is kept back has nothing for an accept that does not wait",
	"error-EINPROGRESS":  "A connect that does not wait says that the attempt is under way, while nothing has answered",
	"error-EALREADY":     "A connect that does not wait while nothing has answered says that it is under way already, when it is asked again",
	"error-EINTR":        "A connect that waits, when a signal is caught whose handler was installed without SA_RESTART fails with EINTR",
	"error-ENOTCONN":     "Shutdown of a connection for receiving succeeds, or says that it is not connected, and the connection stays in TIME-WAIT",
	"error-EISCONN":      "A connect that did not wait, once it is made has connect say that the socket is connected, after that",
	"error-EADDRINUSE":   "Closing on the wire when the server closes first leaves TIME-WAIT at the server, and nothing at the client",
	"error-empty-recv":   "Closing on the wire of the write side alone sends the same FIN as close does",
	"error-hang":         "What close sends while another descriptor of the connection is open is a FIN when the other one is closed as well",
	"error-short-recv":   "Recv when the peer has sent more than was asked for returns what comes later behind the rest",
	"error-CLOSE_WAIT":   "Closing on the wire when the client closes first has no FIN of the server before it closes, however long that takes",
	"error-TIME_WAIT":    "Closing on the wire when the client closes first leaves the client in TIME-WAIT and nothing at the server",
	"error-forty-ms":     "Small sends on the wire without it wait for the acknowledgment of the one before, and then go out",
	"call-listen":        "The handshake on the wire takes three segments, each of which acknowledges the one before",
	"call-accept":        "The accept queue gives its clients away in the order in which their handshakes ended when there are two",
	"call-connect":       "The handshake on the wire while the answer is kept back has connect return when the answer is let go",
	"call-send":          "Sending on the wire is done for sendall when the system has the bytes, though the wire loses all of them",
	"call-recv":          "Recv when the peer has sent more than was asked for returns what comes later behind the rest",
	"call-shutdown":      "Closing on the wire of the write side alone sends the same FIN as close does",
	"call-close":         "What close sends when data was received and not read is a RST, as TCP advises, or a FIN",
	"call-settimeout":    "The handshake on a wire that loses segments when the answer comes after connect has timed out is acknowledged if the attempt goes on, and reset if it was aborted",
	"call-poll":          "A connect that does not wait when it is refused has poll say so: that it is writable, or has failed",
}

// Drawing is the spec whose drawing shows best what an entry says, or nothing if there is
// none to see.
func Drawing(anchor string) string { return drawings[anchor] }
