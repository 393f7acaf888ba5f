//go:build unix

package asked_test

import (
	"go/scanner"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"socketspec/spec/book/asked"
)

// TestEveryErrnoOfTheSpecs has an entry for each errno that the specs assert or observe,
// which are those that their sources name.
func TestEveryErrnoOfTheSpecs(t *testing.T) {
	known := errnosOfSystem()
	var named, missing []string
	for _, folder := range []string{"tutorial", "beyond", "capabilities"} {
		for _, word := range wordsIn(t, filepath.Join("..", "..", folder)) {
			if slices.Contains(known, word) {
				named = append(named, word)
			}
		}
	}
	for _, name := range named {
		if !slices.ContainsFunc(asked.Errors(), func(e asked.Error) bool { return slices.Contains(e.Errnos, name) }) {
			missing = append(missing, name)
		}
	}
	if len(named) < 20 {
		t.Errorf("the specs name no more errnos than %v", named)
	}
	if len(missing) > 0 {
		t.Errorf("no entry has %v, which specs name", missing)
	}
}

var upper = regexp.MustCompile(`\bE[A-Z0-9]{3,}\b`)

// wordsIn are the names in the code of a folder, each once. Comments are left out: they
// quote standards.
func wordsIn(t *testing.T, folder string) (words []string) {
	t.Helper()
	err := filepath.WalkDir(folder, func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") {
			return err
		}
		text, err := os.ReadFile(path)
		words = append(words, upper.FindAllString(code(text), -1)...)

		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(words)

	return slices.Compact(words)
}

// code is a text in Go without its comments.
func code(text []byte) string {
	var s scanner.Scanner
	set := token.NewFileSet()
	s.Init(set.AddFile("", set.Base(), len(text)), text, nil, 0)
	var words []string
	for {
		_, kind, literal := s.Scan()
		if kind == token.EOF {
			return strings.Join(words, " ")
		}
		words = append(words, literal)
	}
}

// errnosOfSystem are the names of all errnos.
func errnosOfSystem() (names []string) {
	for number := unix.Errno(1); number < 200; number++ {
		if name := unix.ErrnoName(number); name != "" {
			names = append(names, name)
		}
	}

	return names
}
