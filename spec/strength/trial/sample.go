package trial

import (
	"fmt"

	"socketspec/fixtures/stacks/broken"
)

// Sample returns a part of the stacks: "1/3" is every third one, from the second on, and
// the empty text is all of them.
func Sample(text string, faults []broken.Fault) ([]broken.Fault, error) {
	if text == "" {
		return faults, nil
	}
	var k, n int
	var rest string
	if found, _ := fmt.Sscanf(text, "%d/%d%s", &k, &n, &rest); found != 2 || k < 0 || k >= n {
		return nil, fmt.Errorf("the sample %q is not two numbers as in 1/3, the first one less than the other", text)
	}
	var part []broken.Fault
	for i, f := range faults {
		if i%n == k {
			part = append(part, f)
		}
	}

	return part, nil
}
