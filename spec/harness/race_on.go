//go:build race

package harness

// RaceDetector is on: it allocates on behalf of the code it watches.
const RaceDetector = true
