package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"socketspec/fixtures/system"
	"socketspec/spec"
	"socketspec/spec/report"
)

// TestJSON takes a report from standard output, where nothing else is, and renders it
// elsewhere: the book has the lines of the specs.
func TestJSON(t *testing.T) {
	folder := t.TempDir()
	got := inFolder(t, folder, "", "-json", "-progress", "-claim", "recv.excess-kept")
	got.only(t)
	if strings.Count(got.stdout, "\n") != 1 || !strings.HasPrefix(got.stdout, "{") {
		t.Errorf("it prints more than one line: %.200s", got.stdout)
	}
	if !regexp.MustCompile(`(?m)^  recv +[1-9]\d* passed`).MatchString(got.stderr) {
		t.Errorf("standard error does not have the progress: %s", got.stderr)
	}
	if files, err := os.ReadDir(folder); err != nil || len(files) > 0 {
		t.Errorf("it leaves %v, error %v", files, err)
	}
	elsewhere, empty := t.TempDir(), t.TempDir()
	write(t, filepath.Join(elsewhere, "report.json"), got.stdout)
	book := run(t, "book", "-in", elsewhere, "-out", filepath.Join(elsewhere, "book"), "-source", empty)
	page, err := os.ReadFile(filepath.Join(elsewhere, "book", "book-chapter-recv.html"))
	if err != nil {
		t.Fatalf("%v: %+v", err, book)
	}
	if want := "Expect(RecvExactly(server, 4)).To(Equal(&#34;sock&#34;))"; !strings.Contains(string(page), want) || book.status != passed {
		t.Errorf("it ends with %d, and the book does not have the line %s", book.status, want)
	}
}

// TestSystem has the report call the machine's sockets as the flag does, and the kernel
// as that calls itself.
func TestSystem(t *testing.T) {
	got := run(t, "-json", "-claim", "recv.excess-kept", "-system", "gvisor-kernel 20260905").only(t)
	if got.Stack != "gvisor-kernel 20260905" || got.System.Kernel != system.Name() {
		t.Errorf("the stack is %q on %q", got.Stack, got.System.Kernel)
	}
}

// TestEmulated expects of this machine what qemu-user is known to do wrong: it passes,
// which is no less a failure.
func TestEmulated(t *testing.T) {
	const text = "No buffer at all is sent as an empty datagram, or is an error"
	got := run(t, "-json", "-emulated", "-spec", "^"+text+"$")
	if whole := got.only(t); got.status != failed || len(whole.Findings) != 1 || !strings.Contains(whole.Findings[0], text) {
		t.Errorf("it ends with %d, findings %q", got.status, whole.Findings)
	}
}

// TestSecondProcess has specs start the program again, which then prints no report,
// whatever the environment says.
func TestSecondProcess(t *testing.T) {
	program := process(t, "", "-spec", "is not: (processes|inherit),", "-patience", "10s")
	program.Env = append(program.Env, reportsVariable+"=-")
	out, err := program.Output()
	if err != nil {
		t.Fatal(err)
	}
	if run := (ending{stdout: string(out)}).only(t); run.Totals.Passed+run.Totals.Skipped != 2 || run.Capabilities["processes"] != "" {
		t.Errorf("%+v", run.Totals)
	}
}

// TestReport leaves reports in a folder: those of narrowed runs apart.
func TestReport(t *testing.T) {
	folder := t.TempDir()
	got := inFolder(t, folder, "", "-report", "runs", "-claim", "recv.excess-kept")
	files, err := filepath.Glob(filepath.Join(folder, "runs", report.NarrowedFolder, "*.json"))
	if err != nil || len(files) != 1 || got.status != passed {
		t.Fatalf("it ends with %d and leaves %q, error %v", got.status, files, err)
	}
	if _, err = os.Stat(filepath.Join(filepath.Dir(files[0]), "index.html")); err != nil {
		t.Error(err)
	}
}

// TestWhole runs everything, second processes, hosts and wires included, and leaves
// nothing out.
func TestWhole(t *testing.T) {
	if os.Getenv("SOCKETSPEC_SHORT") != "" {
		t.Skip("SOCKETSPEC_SHORT is set: this is about the suite itself, and takes long")
	}
	contents, err := spec.Contents()
	if err != nil {
		t.Fatal(err)
	}
	got := run(t, "-json")
	whole := got.only(t)
	if got.status != passed || whole.Totals.Specs != len(contents.Specs) || whole.Totals.NotRun > 0 {
		t.Errorf("it ends with %d: %+v\n%s", got.status, whole.Totals, got.stderr)
	}
}
