package kills

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
)

// Write writes the document into a file, as a whole or not at all. It makes the folder
// if need be.
func Write(path string, m Matrix) error {
	if err := m.check(); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	data, err := json.MarshalIndent(m, "", " ")
	if err != nil {
		return err
	}
	if err = os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".strength.*.tmp")
	if err != nil {
		return err
	}
	_, err = f.Write(append(data, '\n'))
	err = errors.Join(err, f.Chmod(0o644), f.Close()) // a temporary file is the owner's alone
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}

	return nil
}

// Read returns the document in a file. It refuses what is none, or of another version.
func Read(path string) (Matrix, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return Matrix{}, err
	}
	m, err := decode(data)
	if err != nil {
		return Matrix{}, fmt.Errorf("%s: %w", path, err)
	}

	return m, nil
}

func decode(data []byte) (Matrix, error) {
	var head struct {
		Schema int `json:"schema"`
	}
	if err := json.Unmarshal(data, &head); err != nil {
		return Matrix{}, fmt.Errorf("it is no matrix of kills: %w", err)
	}
	if head.Schema != Schema {
		return Matrix{}, fmt.Errorf("it has schema %d, and only schema %d can be read", head.Schema, Schema)
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	var m Matrix
	if err := decoder.Decode(&m); err != nil {
		return Matrix{}, err
	}

	return m, m.check()
}

// check says what is wrong with a document.
func (m Matrix) check() error {
	switch {
	case m.Started.IsZero():
		return errors.New("started is no time")
	case m.Scope.Narrowed == nil, m.Sound == nil, m.Entries == nil, m.Specs == nil, m.Findings == nil:
		return errors.New("a list is missing")
	}
	known := map[string]bool{}
	for _, s := range m.Specs {
		known[s.ID] = true
	}
	for _, e := range slices.Concat(m.Sound, m.Entries) {
		if err := e.check(known); err != nil {
			return fmt.Errorf("%q: %w", e.Name, err)
		}
	}

	return nil
}

func (e Entry) check(known map[string]bool) error {
	endings := []Ending{Killed, ByOthers, Survived, Hung, Crashed, Untried, Green, Red}
	switch {
	case e.Name == "":
		return errors.New("it has no name")
	case !slices.Contains(endings, e.Ending):
		return fmt.Errorf("%.40q is no ending", e.Ending)
	case e.Failed != len(e.Kills):
		return fmt.Errorf("%d specs failed, and %d are listed", e.Failed, len(e.Kills))
	}
	for _, k := range e.Kills {
		if !known[k.Spec] {
			return fmt.Errorf("there is no spec %q", k.Spec)
		}
		if !slices.Contains([]How{Asserted, Awaited, TimedOut, Panicked}, k.How) {
			return fmt.Errorf("%.40q is no way to fail", k.How)
		}
	}

	return nil
}
