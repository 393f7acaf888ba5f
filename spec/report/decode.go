package report

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"
)

// decode reads a document and refuses what is not one.
func decode(data []byte) (Run, error) {
	if err := checkSchema(data); err != nil {
		return Run{}, err
	}
	var run Run
	if err := decodeStrictly(data, &run); err != nil {
		return Run{}, err
	}
	if err := missing(data, reflect.TypeFor[Run](), ""); err != nil {
		return Run{}, err
	}
	return run, run.check()
}

// checkSchema looks at the version before anything else: of another version's
// fields this one cannot say whether they are right.
func checkSchema(data []byte) error {
	var head struct {
		Schema *int `json:"schema"`
	}
	if err := json.Unmarshal(data, &head); err != nil {
		return fmt.Errorf("it is not a report: %w", err)
	}
	if head.Schema == nil {
		return errors.New("it is not a report: it has no schema")
	}
	if *head.Schema < OldestSchema || *head.Schema > Schema {
		return fmt.Errorf("it has schema %d, and only schemas %d to %d can be read", *head.Schema, OldestSchema, Schema)
	}
	return nil
}

// missing finds the first field that data lacks although type t has it without
// omitempty. A null counts as lacking.
func missing(data []byte, t reflect.Type, at string) error {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch {
	case t == reflect.TypeFor[time.Time](), t == reflect.TypeFor[json.RawMessage]():
		return nil
	case t.Kind() == reflect.Struct:
		return missingInStruct(data, t, at)
	case t.Kind() == reflect.Slice:
		return missingInSlice(data, t, at)
	}
	return nil
}

// missingInStruct is missing for a struct.
func missingInStruct(data []byte, t reflect.Type, at string) error {
	var values map[string]json.RawMessage
	if err := json.Unmarshal(data, &values); err != nil {
		return err
	}
	for field := range t.Fields() {
		name, options, _ := strings.Cut(field.Tag.Get("json"), ",")
		where := strings.TrimPrefix(at+"."+name, ".")
		value, ok := values[name]
		switch {
		case ok && string(value) != "null":
			if err := missing(value, field.Type, where); err != nil {
				return err
			}
		case options != "omitempty":
			return fmt.Errorf("%s is missing", where)
		}
	}
	return nil
}

// missingInSlice is missing for a list.
func missingInSlice(data []byte, t reflect.Type, at string) error {
	var values []json.RawMessage
	if err := json.Unmarshal(data, &values); err != nil {
		return err
	}
	for i, value := range values {
		if err := missing(value, t.Elem(), fmt.Sprintf("%s[%d]", at, i)); err != nil {
			return err
		}
	}
	return nil
}

// check says what is wrong with a complete document.
func (r Run) check() error {
	switch {
	case r.ID == "":
		return errors.New("id is empty")
	case strings.TrimSpace(r.Stack) == "":
		return errors.New("stack is empty")
	case r.Started.IsZero():
		return errors.New("started is no time")
	}
	for i, claim := range r.Claims {
		if claim.ID == "" {
			return fmt.Errorf("claims[%d].id is empty", i)
		}
	}
	if err := checkSpecs(r.Specs); err != nil {
		return err
	}
	for i, chapter := range r.OtherChapters {
		if strings.TrimSpace(chapter.Title) == "" {
			return fmt.Errorf("otherChapters[%d].title is empty", i)
		}
		if err := checkSpecs(chapter.Specs); err != nil {
			return fmt.Errorf("otherChapters[%d].%w", i, err)
		}
	}
	return nil
}

// checkSpecs says which spec is wrong, and what is.
func checkSpecs(specs []Spec) error {
	for i, spec := range specs {
		if err := spec.check(); err != nil {
			return fmt.Errorf("specs[%d]: %w", i, err)
		}
	}
	return nil
}

// check says what is wrong with a complete spec.
func (s Spec) check() error {
	switch {
	case !slices.Contains([]Outcome{Passed, Failed, Skipped, Expected, NotRun}, s.Outcome):
		return fmt.Errorf("%.40q is no outcome", s.Outcome)
	case (s.Outcome == Failed) != (s.Failure != nil):
		return errors.New("a failure belongs to the outcome failed, and the other way round")
	}
	for _, o := range s.Observed {
		if err := o.check(); err != nil {
			return fmt.Errorf("observed: %w", err)
		}
	}
	for _, name := range s.Attachments {
		if err := checkAttachment(name); err != nil {
			return fmt.Errorf("attachments: %w", err)
		}
	}
	if s.Grid != nil {
		if err := s.Grid.check(); err != nil {
			return fmt.Errorf("grid: %w", err)
		}
	}
	if s.Wire != nil {
		if err := s.Wire.check(); err != nil {
			return fmt.Errorf("wire: %w", err)
		}
	}
	return nil
}
