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

// elsewhere are causes that specs show by a helper which names the error for them, or that
// other systems alone have.
var elsewhere = map[string]string{
	"ECONNREFUSED listen.before-accept": "IsRefusal",
	"ETIMEDOUT listen.backlog":          "ConnectUntilStuck",
	"ESHUTDOWN close.shutdown":          "EPIPE everywhere but on Windows",
	"EMFILE close.passive-fin":          "what is not closed adds up",
}

// TestCausesAreShown has each cause of an errno be one that specs show: a file of specs
// that name one of its claims names the error as well.
func TestCausesAreShown(t *testing.T) {
	files := filesIn(t, filepath.Join("..", "..", "tutorial"), filepath.Join("..", "..", "beyond"))
	for _, e := range asked.Errors() {
		for _, cause := range e.Causes {
			if len(e.Errnos)*len(cause.Claims) == 0 {
				continue
			}
			shown := slices.ContainsFunc(files, func(text string) bool {
				return hasClaim(text, cause.Claims) && hasName(text, slices.Concat(e.Errnos, e.Words))
			})
			if why := elsewhere[e.ID+" "+cause.Claims[0]]; shown == (why != "") {
				t.Errorf("%s: %q: shown by the specs of %v: %t; listed as shown elsewhere: %q", e.ID, cause.EN, cause.Claims, shown, why)
			}
		}
	}
}

func hasClaim(text string, ids []string) bool {
	return slices.ContainsFunc(ids, func(id string) bool { return strings.Contains(text, `"claim:`+id+`"`) })
}

func hasName(text string, names []string) bool {
	return slices.ContainsFunc(names, func(name string) bool { return regexp.MustCompile(`\b` + name + `\b`).MatchString(text) })
}

var upper = regexp.MustCompile(`\bE[A-Z0-9]{3,}\b`)

// wordsIn are the names in the code of a folder, each once. Comments are left out: they
// quote standards.
func wordsIn(t *testing.T, folder string) (words []string) {
	t.Helper()
	for _, text := range filesIn(t, folder) {
		words = append(words, upper.FindAllString(text, -1)...)
	}
	slices.Sort(words)

	return slices.Compact(words)
}

// filesIn are the Go files of some folders, without their comments.
func filesIn(t *testing.T, folders ...string) (files []string) {
	t.Helper()
	for _, folder := range folders {
		err := filepath.WalkDir(folder, func(path string, _ fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(path, ".go") {
				return err
			}
			text, err := os.ReadFile(path)
			files = append(files, code(text))

			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}

	return files
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
