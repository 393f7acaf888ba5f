package spec

import "os"

// spares are descriptors that are kept for the report: a stack that closes nothing
// uses up all the others.
type spares []*os.File

// keepSpares opens as many as writing a report takes, or as many as there are.
func keepSpares() (kept spares) {
	for range 16 {
		f, err := os.Open(os.DevNull)
		if err != nil {
			break
		}
		kept = append(kept, f)
	}

	return kept
}

// giveBack closes them.
func (s spares) giveBack() {
	for _, f := range s {
		_ = f.Close() // nothing was written
	}
}
