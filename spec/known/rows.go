package known

import "socketspec/spec"

// The rows of the grids, without the state.
const (
	tcpRow = "Each call on a TCP socket gives what the state allows: "
	udpRow = "Each call on a UDP socket gives what the state allows: "
)

// each expects the same of the same calls in several rows.
func each(row string, states []string, reason, reference string, calls ...string) (options []spec.Option) {
	for _, state := range states {
		options = append(options, spec.ExpectCells(row+state, reason, reference, calls...))
	}

	return options
}
