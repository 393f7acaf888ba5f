package kills_test

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"socketspec/spec/strength/kills"
)

// TestFile reads what was written.
func TestFile(t *testing.T) {
	want, path := aMatrix(), filepath.Join(t.TempDir(), "new", kills.File)
	if err := kills.Write(path, want); err != nil {
		t.Fatal(err)
	}
	got, err := kills.Read(path)
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%v: %+v, want %+v", err, got, want)
	}
	left, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(left) != 1 {
		t.Errorf("%v: %v is left", err, left)
	}
}

// TestRefused refuses what is no matrix, or contradicts itself.
func TestRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), kills.File)
	if err := kills.Write(path, aMatrix()); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ old, new, says string }{
		{string(whole), "{}", "schema 0"},
		{string(whole), "no JSON", "no matrix of kills"},
		{`"schema": 1`, `"schema": 99`, "schema 99"},
		{`"ending": "killed"`, `"ending": "eaten"`, `"eaten" is no ending`},
		{`"how": "asserted"`, `"how": "guessed"`, `"guessed" is no way to fail`},
		{`"spec": "Recv cuts"`, `"spec": "Recv of old"`, `there is no spec "Recv of old"`},
		{`"failed": 1`, `"failed": 2`, "2 specs failed, and 1 are listed"},
		{`"findings": []`, `"findings": null`, "a list is missing"},
		{`"started": "2026`, `"begun": "2026`, "unknown field"},
		{`"name": "recv-adds-a-byte"`, `"name": ""`, "it has no name"},
	} {
		text := strings.Replace(string(whole), test.old, test.new, 1)
		if text == string(whole) {
			t.Fatalf("there is no %s", test.old)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := kills.Read(path); err == nil || !strings.Contains(err.Error(), test.says) || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: %v, want one that says %q", test.new, err, test.says)
		}
	}
}

// TestWriteRefuses writes nothing that could not be read.
func TestWriteRefuses(t *testing.T) {
	m, path := aMatrix(), filepath.Join(t.TempDir(), kills.File)
	m.Entries[0].Ending = ""
	if err := kills.Write(path, m); err == nil {
		t.Error("an entry that is not judged was written")
	}
	if _, err := os.Stat(path); !os.IsNotExist(err) {
		t.Errorf("a file is left: %v", err)
	}
}
