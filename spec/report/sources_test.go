package report_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"maps"
	"strings"
	"testing"

	"github.com/onsi/ginkgo/v2/types"

	"socketspec/spec/report"
)

// TestSources keeps the sources of what ran, through the document and back.
func TestSources(t *testing.T) {
	m := meta()
	m.Sources = report.Sources{"spec/recv.go": "package recv // 套接字\n", "spec/send.go": "package send\n", "spec/idle.go": "package idle\n"}
	left := filtered(spec(3, "was left out"))
	left.LeafNodeLocation.FileName = ours + "/send.go"
	run, err := report.Gather(suite(spec(1, "returns", claimLabel()), ended(spec(2, "peeks"), types.SpecStateSkipped, "needs peek"), left), m)
	if err != nil {
		t.Fatal(err)
	}
	line, err := report.Line(run)
	if err != nil {
		t.Fatal(err)
	}
	if again, _ := report.Line(run); !bytes.Equal(line, again) {
		t.Error("the same run is written down in two ways")
	}
	var read report.Run
	if err = json.Unmarshal(line, &read); err != nil {
		t.Fatal(err)
	}
	want := report.Sources{"spec/recv.go": m.Sources["spec/recv.go"]}
	if !maps.Equal(read.Sources, want) {
		t.Errorf("got %q, want %q", read.Sources, want)
	}
}

// TestNoSources leaves the field away where there are none.
func TestNoSources(t *testing.T) {
	line, err := report.Line(gather(t, suite(spec(1, "returns", claimLabel()))))
	if err != nil || strings.Contains(string(line), "sources") {
		t.Errorf("error %v, and the line is %s", err, line)
	}
}

// TestBadSources refuses what is not compressed, what is cut, and what would fill the
// memory.
func TestBadSources(t *testing.T) {
	whole := compressed(t, `{"a.go":"package a"}`)
	for name, data := range map[string][]byte{
		"not compressed": []byte("{}"),
		"cut":            whole[:len(whole)-10],
		"no object":      compressed(t, `["a.go"]`),
		"a bomb":         compressed(t, `{"a.go":"`+strings.Repeat("x", 17<<20)+`"}`),
	} {
		text, err := json.Marshal(data)
		if err != nil {
			t.Fatal(err)
		}
		var s report.Sources
		if err = json.Unmarshal(text, &s); err == nil || !strings.Contains(err.Error(), "the sources") {
			t.Errorf("%s: got error %v", name, err)
		}
	}
}

func compressed(t *testing.T, text string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}

	return b.Bytes()
}
