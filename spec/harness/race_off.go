//go:build !race

package harness

// RaceDetector is off: what is counted is what is shipped.
const RaceDetector = false
