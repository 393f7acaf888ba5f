//go:build race

package spec

// raceDetector is on: it allocates on behalf of the code it watches.
const raceDetector = true
