package harness

import (
	"fmt"

	"github.com/onsi/gomega/format"

	"socketspec/fixtures/wire"
	"socketspec/sockets"
)

// formatters print values in failure messages as a person writes them: Gomega would
// print the fields of their structs.
func formatters() []format.CustomFormatter {
	return []format.CustomFormatter{
		func(value any) (string, bool) {
			switch value := value.(type) {
			case sockets.Addr:
				return value.String(), true
			case []sockets.Addr:
				return fmt.Sprint(value), true
			case wire.Segment:
				return InShort(value), true
			case sockets.Readiness:
				return value.String(), true
			case sockets.Selection:
				return value.String(), true
			case error:
				return fmt.Sprintf("%v (%T)", value, value), true
			}

			return "", false
		},
	}
}

// registerFormatters has Gomega use them for the rest of the process.
func registerFormatters() {
	for _, f := range formatters() {
		format.RegisterCustomFormatter(f)
	}
}
