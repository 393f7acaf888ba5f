package asked

import (
	"embed"
	"strings"
)

//go:embed programs/*.py
var programs embed.FS

// Program is the few lines of Python that show what an entry or a claim says, or nothing
// if there are none: "error-ECONNRESET", "recv.bytes". They run as they are printed, on
// this machine alone. What a line prints stands behind it.
func Program(name string) string {
	text, err := programs.ReadFile("programs/" + name + ".py")
	if err != nil {
		return "" // it has none
	}

	return strings.TrimSpace(string(text))
}

// Programs are the names of all.
func Programs() (names []string) {
	files, err := programs.ReadDir("programs")
	if err != nil {
		panic(err) // they are part of the program
	}
	for _, f := range files {
		names = append(names, strings.TrimSuffix(f.Name(), ".py"))
	}

	return names
}
