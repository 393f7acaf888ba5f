package main

import (
	"fmt"
	"hash/fnv"
)

// A sample is every nth mutant, from the kth on, in an order that only their ids
// decide. The zero sample is all.
type sample struct{ k, n uint32 }

// Set parses "k/n".
func (s *sample) Set(text string) error {
	if _, err := fmt.Sscanf(text, "%d/%d", &s.k, &s.n); err != nil || s.k >= s.n || s.String() != text {
		return fmt.Errorf("want two numbers as in 1/3, the first one less than the other, not %q", text)
	}

	return nil
}

// String is the sample as Set takes it.
func (s *sample) String() string { return fmt.Sprintf("%d/%d", s.k, s.n) }

func (s *sample) set() bool { return s.n > 0 }

func (s *sample) has(id string) bool { return !s.set() || hash(id)%s.n == s.k }

// hash is a number that only the id decides.
func hash(id string) uint32 {
	h := fnv.New32a()
	_, _ = h.Write([]byte(id)) // it never fails

	return h.Sum32()
}
