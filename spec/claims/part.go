package claims

import "slices"

// A Part is one of the two parts of the book. They are always counted apart: the
// verdicts on the tutorial are those of Part I.
type Part int

// The parts.
const (
	// Tutorial is Part I: what the tutorial says.
	Tutorial Part = 1
	// Beyond is Part II: what the tutorial leaves out, and programs and stacks often
	// get wrong.
	Beyond Part = 2
)

// Parts returns both.
func Parts() []Part { return []Part{Tutorial, Beyond} }

// String returns "Part I" or "Part II".
func (p Part) String() string {
	if p == Beyond {
		return "Part II"
	}

	return "Part I"
}

// Title is the heading.
func (p Part) Title() string {
	if p == Beyond {
		return "What the tutorial leaves out"
	}

	return "What the tutorial says"
}

// TitleZH is the heading in Chinese.
func (p Part) TitleZH() string {
	if p == Beyond {
		return "教程没有讲的"
	}

	return "教程所讲的"
}

// Folder is where the folders of its chapters are, below the folder spec.
func (p Part) Folder() string {
	if p == Beyond {
		return "beyond"
	}

	return "tutorial"
}

// Chapters returns the chapters of the part, in order.
func (p Part) Chapters() []Chapter {
	return slices.DeleteFunc(Chapters(), func(c Chapter) bool { return c.Part != p })
}

// Claims returns the claims of the part, in order.
func (p Part) Claims() (all []Claim) {
	for _, chapter := range p.Chapters() {
		all = append(all, chapter.Claims...)
	}

	return all
}

// PartOf returns the part that has the claim with this ID, and whether one has.
func PartOf(id string) (Part, bool) {
	for _, chapter := range Chapters() {
		if slices.ContainsFunc(chapter.Claims, func(c Claim) bool { return c.ID == id }) {
			return chapter.Part, true
		}
	}

	return 0, false
}
