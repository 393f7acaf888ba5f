package render_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"socketspec/spec/book/render"
	"socketspec/spec/claims"
	"socketspec/spec/report"
	"socketspec/spec/strength/kills"
)

// TestBrowser opens the book in a real browser, and uses it: see
// testdata/browser/look.mjs.
func TestBrowser(t *testing.T) {
	if os.Getenv("SOCKETSPEC_SHORT") != "" {
		t.Skip("SOCKETSPEC_SHORT is set: this looks at every page, and takes long")
	}
	if sample := os.Getenv("SOCKETSPEC_SAMPLE"); sample != "" && !strings.HasPrefix(sample, "2/") {
		t.Skipf("SOCKETSPEC_SAMPLE is %s: this is of the sample that begins with 2", sample)
	}
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("needs node: apt-get install nodejs")
	}
	browser := findBrowser()
	if browser == "" {
		t.Skip("needs a browser: apt-get install chromium, or name one in $CHROMIUM")
	}
	if _, err = os.Stat("testdata/browser/node_modules"); err != nil {
		t.Skip("needs packages: npm ci --prefix spec/book/render/testdata/browser")
	}
	in, out := t.TempDir(), t.TempDir()
	for _, run := range []report.Run{whole("linux 6.18"), whole("gvisor-netstack 20260905")} {
		write(t, filepath.Join(in, run.Stack+".json"), encoded(t, run))
	}
	if err = kills.Write(filepath.Join(in, kills.File), *strength()); err != nil {
		t.Fatal(err)
	}
	if _, err = render.Folder(in, out, render.Options{Source: source}); err != nil {
		t.Fatal(err)
	}
	said, err := exec.CommandContext(t.Context(), node, "testdata/browser/look.mjs", browser, out).CombinedOutput()
	if err != nil {
		t.Errorf("%v:\n%s", err, said)
	}
	t.Logf("%s", said)
}

func findBrowser() string {
	for _, name := range []string{os.Getenv("CHROMIUM"), "chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}

	return ""
}

// whole is a sample that shows all claims of the ledger: what the sample has is
// shared out among them.
func whole(stack string) report.Run {
	run := sample(stack)
	run.Claims = nil
	run.Specs[1].Claims = []string{"recv.bytes", "recv.excess-kept"} // one that has two
	for i, c := range claims.All() {
		shown := run.Specs[i%4]
		shown.ID += " for " + c.ID
		shown.Claims = []string{c.ID}
		shown.Observed = nil
		if i%4 == 0 {
			shown.Observed = []report.Observed{{Claim: c.ID, Name: "bytes left", Value: report.ValueOf(len(stack)), Bounds: "any number"}}
		}
		run.Specs = append(run.Specs, shown)
		run.Claims = append(run.Claims, report.Claim{
			ID: c.ID, Verdict: c.Verdict, Level: c.Level, Shown: i%4 < 2,
			Specs: report.Totals{Specs: 1, Passed: 1 - i%4/2, Skipped: i % 4 / 2},
		})
	}

	return run
}
