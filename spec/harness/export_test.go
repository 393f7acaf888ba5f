package harness

import "socketspec/spec/report"

// For the tests.
var (
	CheckChapters = checkChapters
	InChapter     = inChapter
	Added         = added

	RegisterFormatters = registerFormatters
)

// WithChapters has these chapters be known, until the returned function is called.
func WithChapters(own []string, theirs ...report.Folder) (undo func()) {
	beforeOwn, beforeOthers := told.Own, others
	told.Own, others = own, theirs

	return func() { told.Own, others = beforeOwn, beforeOthers }
}
