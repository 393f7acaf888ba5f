package report

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/onsi/ginkgo/v2/reporters"
	"github.com/onsi/ginkgo/v2/types"
)

// Write puts a run into a folder, which it makes if need be, as Slug(run.Stack)
// with the endings .json, .txt, .md and .xml: the document, its outline, the same
// in short for the summary of a job, and Ginkgo's report as JUnit. Each appears as a whole or not at all, and replaces an older
// one; when the document is there, so are the others.
func Write(dir string, run Run, ginkgo types.Report) error {
	run.Findings = append([]string{}, run.Findings...) // never null
	data, err := encode(run)
	if err != nil {
		return fmt.Errorf("report of %s: %w", run.Stack, err)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	base := filepath.Join(dir, Slug(run.Stack))
	if err := replace(base+".xml", func(name string) error { return writeJUnit(name, run, ginkgo) }); err != nil {
		return err
	}
	for _, text := range []struct{ ending, data string }{{".txt", Outline(run)}, {".md", Markdown(run)}} {
		if err := replace(base+text.ending, func(name string) error { return os.WriteFile(name, []byte(text.data), 0o644) }); err != nil {
			return err
		}
	}
	return replace(base+".json", func(name string) error { return os.WriteFile(name, data, 0o644) })
}

// Line returns the document as one line, for a run that keeps no files.
func Line(run Run) ([]byte, error) {
	run.Findings = append([]string{}, run.Findings...) // never null
	data, err := encoded(run)
	if err == nil {
		_, err = decode(data)
	}

	return data, err
}

// Read returns the run in a file. It refuses what is not a complete document
// of a schema that is known, with an error that names the file.
func Read(path string) (Run, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return Run{}, err
	}
	run, err := decode(data)
	if err != nil {
		return Run{}, fmt.Errorf("report %s: %w", path, err)
	}
	return run, nil
}

// ReadAll returns the runs of all .json files directly in a folder, sorted by
// stack and then by time. The files that Read refuses are left out; the error
// joins what it said about them.
func ReadAll(dir string) ([]Run, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var runs []Run
	var refused []error
	for _, entry := range entries {
		if entry.IsDir() || filepath.Ext(entry.Name()) != ".json" {
			continue
		}
		run, err := Read(filepath.Join(dir, entry.Name()))
		if err != nil {
			refused = append(refused, err)
			continue
		}
		runs = append(runs, run)
	}
	slices.SortStableFunc(runs, func(a, b Run) int {
		return cmp.Or(cmp.Compare(a.Stack, b.Stack), a.Started.Compare(b.Started), cmp.Compare(a.ID, b.ID))
	})
	return runs, errors.Join(refused...)
}

// longestSlug leaves room for a folder and an ending in Windows' 260 characters.
const longestSlug = 80

// Slug turns a stack's name into the name of a file, without an ending, that
// every system takes: "cpython 3.11.7 on linux 6.18" is
// "cpython-3.11.7-on-linux-6.18". A name that loses more than spaces and
// punctuation gets a checksum, so that two stacks do not share a file.
func Slug(name string) string { return slug(name, "stack") }

// SpecSlug is the same for a spec's whole text, which is seldom short enough to
// do without a checksum.
func SpecSlug(text string) string { return slug(text, "") }

// slug begins with first where the name does not do.
func slug(name, first string) string {
	parts := strings.FieldsFunc(strings.ToLower(name), func(c rune) bool { return !isPlain(c) })
	plain := strings.Trim(strings.Join(parts, "-"), ".-")
	if plain != "" && len(plain) <= longestSlug && !hasForeign(name) && !isDevice(plain) {
		return plain
	}
	sum := fnv.New32a()
	sum.Write([]byte(name)) // a hash never fails
	plain = strings.TrimRight(plain[:min(len(plain), longestSlug)], ".-")
	return strings.Join(withoutEmpty([]string{first, plain, fmt.Sprintf("%08x", sum.Sum32())}), "-")
}

// isPlain says whether c may stand in a file's name on every system.
func isPlain(c rune) bool {
	return 'a' <= c && c <= 'z' || '0' <= c && c <= '9' || c == '.' || c == '_'
}

// hasForeign says whether a name has letters that a slug cannot show.
func hasForeign(name string) bool {
	return strings.ContainsFunc(name, func(c rune) bool { return c > '~' })
}

// isDevice says whether Windows takes a name for a device, with any ending.
func isDevice(slug string) bool {
	stem, _, _ := strings.Cut(slug, ".")
	switch stem {
	case "con", "prn", "aux", "nul":
		return true
	}
	port := strings.TrimRight(stem, "0123456789")
	return len(stem) == 4 && (port == "com" || port == "lpt")
}

// replace has a file written under another name and then moves it to its place:
// a reader sees the old one or the new one, never half of it.
func replace(path string, write func(name string) error) error {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*.tmp")
	if err != nil {
		return err
	}
	err = errors.Join(
		f.Chmod(0o644), // a temporary file is the owner's alone
		f.Close(),
	)
	if err == nil {
		err = write(f.Name())
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}

// writeJUnit writes Ginkgo's report for the machines that only know JUnit.
func writeJUnit(name string, run Run, ginkgo types.Report) error {
	ginkgo.SpecReports = junitSpecs(ginkgo.SpecReports)
	ginkgo.SpecialSuiteFailureReasons = slices.Concat(ginkgo.SpecialSuiteFailureReasons, run.Findings)
	err := reporters.GenerateJUnitReportWithConfig(ginkgo, name, reporters.JunitReportConfig{
		OmitTimelinesForSpecState: types.SpecStatePassed | types.SpecStateSkipped | types.SpecStatePending,
		OmitSpecLabels:            true, // the names are the sentences, alike in every run
		OmitLeafNodeType:          true,
	})
	if err != nil {
		return err
	}
	written, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	// The generator keeps errors of writing, such as a full disk, to itself.
	if !bytes.HasSuffix(bytes.TrimSpace(written), []byte("</testsuites>")) {
		return fmt.Errorf("the JUnit report for %s was cut short", run.Stack)
	}
	return nil
}

// junitSpecs returns the specs and, of the suite's own nodes, those that failed,
// which then need a name.
func junitSpecs(nodes types.SpecReports) types.SpecReports {
	var kept types.SpecReports
	for _, node := range nodes {
		if !node.LeafNodeType.Is(types.NodeTypeIt) {
			if !node.State.Is(types.SpecStateFailureStates) {
				continue
			}
			node.LeafNodeText = strings.TrimSpace("[" + node.LeafNodeType.String() + "] " + node.LeafNodeText)
		}
		kept = append(kept, node)
	}
	return kept
}

// encode returns the document, after it has made sure that it can be read.
func encode(run Run) ([]byte, error) {
	data, err := encoded(run)
	if err != nil {
		return nil, err
	}
	if _, err := decode(data); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := json.Indent(&b, data, "", "  "); err != nil {
		return nil, err
	}
	b.WriteByte('\n')
	return b.Bytes(), nil
}
