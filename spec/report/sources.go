package report

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// Sources are the files that specs were written in when they were built, by their
// names: Location.File. A book so has the lines of specs that ran on a machine without
// their source. In the document they are a JSON object, compressed by gzip, in base64: a
// tenth of the document instead of half.
type Sources map[string]string

// mostSource is how much is read of sources: more is no source of specs.
const mostSource = 16 << 20

// of returns those of them that hold some of these specs, but for specs that did not run.
func (s Sources) of(specs []Spec) Sources {
	var found Sources
	for _, spec := range specs {
		text, known := s[spec.Location.File]
		if !known || spec.Outcome == NotRun {
			continue
		}
		if found == nil {
			found = Sources{}
		}
		found[spec.Location.File] = text
	}
	return found
}

// MarshalJSON compresses the sources. The same sources give the same text.
func (s Sources) MarshalJSON() ([]byte, error) {
	files, err := encoded(map[string]string(s))
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, err = w.Write(files)
	if err = errors.Join(err, w.Close()); err != nil {
		return nil, err
	}
	return json.Marshal(b.Bytes())
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (s *Sources) UnmarshalJSON(data []byte) error {
	var compressed []byte
	if err := json.Unmarshal(data, &compressed); err != nil {
		return fmt.Errorf("the sources: %w", err)
	}
	r, err := gzip.NewReader(bytes.NewReader(compressed))
	if err != nil {
		return fmt.Errorf("the sources: %w", err)
	}
	files, err := io.ReadAll(io.LimitReader(r, mostSource+1))
	if err == nil && len(files) > mostSource {
		err = fmt.Errorf("more than %d bytes", mostSource)
	}
	if err == nil {
		err = json.Unmarshal(files, (*map[string]string)(s))
	}
	if err != nil {
		return fmt.Errorf("the sources: %w", err)
	}
	return nil
}
