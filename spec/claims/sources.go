package claims

import "fmt"

// Where the sources are published. POSIX.1-2024 is Issue 8.
const (
	posixURL  = "https://pubs.opengroup.org/onlinepubs/9799919799/"
	rfcURL    = "https://www.rfc-editor.org/rfc/rfc"
	pythonURL = "https://docs.python.org/3/library/"
	manURL    = "https://man7.org/linux/man-pages/"
)

// posix is a clause of a function's page in POSIX.
func posix(function, says string) Clause {
	return Clause{
		Source: "POSIX.1-2024 " + function + "()",
		Says:   says,
		URL:    posixURL + "functions/" + function + ".html",
	}
}

// posixSockets is a clause of the chapter on sockets in POSIX: one of the
// subsections of 2.10.
func posixSockets(subsection int, title, says string) Clause {
	return Clause{
		Source: fmt.Sprintf("POSIX.1-2024 XSH 2.10.%d %s", subsection, title),
		Says:   says,
		URL:    fmt.Sprintf("%sfunctions/V2_chap02.html#tag_16_10_%02d", posixURL, subsection),
	}
}

// rfc is a clause of a section of an RFC.
func rfc(number int, section, says string) Clause {
	return Clause{
		Source: fmt.Sprintf("RFC %d §%s", number, section),
		Says:   says,
		URL:    fmt.Sprintf("%s%d#section-%s", rfcURL, number, section),
	}
}

// oldRFC is a clause of an RFC that does not number its sections.
func oldRFC(number int, says string) Clause {
	return Clause{
		Source: fmt.Sprintf("RFC %d", number),
		Says:   says,
		URL:    fmt.Sprintf("%s%d", rfcURL, number),
	}
}

// pySocket is a clause of the documentation of a method of Python's sockets.
func pySocket(method, says string) Clause {
	return Clause{
		Source: "Python socket." + method,
		Says:   says,
		URL:    pythonURL + "socket.html#socket.socket." + method,
	}
}

// python is a clause of any other part of Python's documentation: what it is
// called, and its page with the anchor.
func python(title, page, says string) Clause {
	return Clause{
		Source: "Python " + title,
		Says:   says,
		URL:    pythonURL + page,
	}
}

// man is a clause of a page of the Linux manual.
func man(page string, section int, says string) Clause {
	return Clause{
		Source: fmt.Sprintf("Linux %s(%d)", page, section),
		Says:   says,
		URL:    fmt.Sprintf("%sman%d/%s.%d.html", manURL, section, page, section),
	}
}
