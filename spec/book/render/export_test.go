package render

import (
	"encoding/json"

	"socketspec/spec/claims"
)

// Page is the book of a ledger of the test's own.
var Page = page

// Rename has texts changed, by another list than the ledger's, until the end of
// the test.
func Rename(t interface{ Cleanup(f func()) }, former, current string) {
	beforeCurrent, beforeFormer := currentText, formerTexts
	t.Cleanup(func() { currentText, formerTexts = beforeCurrent, beforeFormer })
	currentText = func(text string) string {
		if text == former {
			return current
		}

		return text
	}
	formerTexts = func(text string) []string {
		if text == current {
			return []string{former}
		}

		return nil
	}
}

// IndexOf is what the search looks through in the book of the true ledger and some runs.
func IndexOf(sources []Source, options Settings) ([]byte, error) {
	return json.Marshal(newBook(claims.Chapters(), sources, nil, options).Search())
}

// DrawLadder draws a wire.
var DrawLadder = drawLadder

// A Drawing is lines, boxes and words.
type Drawing = drawing

// A Word is a text in a drawing.
type Word = word

// MainDrawings are the specs that claims name for their main drawings.
var MainDrawings = mainDrawings
