//go:build !race

package spec

// raceDetector is off: what is counted is what is shipped.
const raceDetector = false
