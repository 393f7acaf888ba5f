package render

import (
	"fmt"
	"html/template"
	"slices"
)

// A figure is a drawing made of what a run has recorded, and the same in words.
type figure struct {
	System string      // whose it is
	Alike  []string    // those that gave just the same
	Label  string      // what it shows, in a sentence
	Text   string      // all of it, in words
	Frames *attachment // if they were kept
	// FramesHere are the frames themselves, where the book has them in it.
	FramesHere template.URL
	Notes      []string
	Spec       *spec
	Kind       string // ladder or shelf
	drawing
}

// The kinds of figures.
const (
	ladderKind = "ladder"
	shelfKind  = "shelf"
)

// A drawing is lines, boxes and words.
type drawing struct {
	Width, Height int
	Lines         []line
	Boxes         []box
	Words         []word
}

type line struct {
	X1, Y1, X2, Y2 int
	Class          string
}

type box struct {
	X, Y, W, H int
	Class      string
}

type word struct {
	X, Y  int
	Class string
	Text  string
}

// A layer is what is drawn alike.
type layer struct {
	Class string
	drawing
}

// Layers are boxes, then lines, then words.
func (d *drawing) Layers() (layers []layer) {
	at := func(class string) *layer {
		i := slices.IndexFunc(layers, func(l layer) bool { return l.Class == class })
		if i < 0 {
			i = len(layers)
			layers = append(layers, layer{Class: class})
		}

		return &layers[i]
	}
	for _, b := range d.Boxes {
		l := at(b.Class)
		l.Boxes = append(l.Boxes, b)
	}
	for _, line := range d.Lines {
		l := at(line.Class)
		l.Lines = append(l.Lines, line)
	}
	for _, w := range d.Words {
		l := at(w.Class)
		l.Words = append(l.Words, w)
	}

	return layers
}

func (d *drawing) line(class string, x1, y1, x2, y2 int) {
	d.Lines = append(d.Lines, line{x1, y1, x2, y2, class})
}

func (d *drawing) box(class string, x, y, w, h int) {
	d.Boxes = append(d.Boxes, box{x, y, w, h, class})
}

func (d *drawing) word(class string, x, y int, text string) {
	d.Words = append(d.Words, word{x, y, class, text})
}

// shape is a drawing without its times: what two systems have in common that did
// the same.
func (d *drawing) shape() string {
	words := slices.DeleteFunc(slices.Clone(d.Words), func(w word) bool { return w.Class == "time" })
	return fmt.Sprint(d.Lines, d.Boxes, words)
}

// withFigure adds a figure, or its system to the one that is just like it.
func withFigure(figures []figure, f figure) []figure {
	for i := range figures {
		if figures[i].shape() == f.shape() {
			figures[i].Alike = append(figures[i].Alike, f.System)
			return figures
		}
	}

	return append(figures, f)
}

// tallest is how long a drawing may be that stands by itself.
const tallest = 600

// bestDrawn is the spec whose drawing is looked at before all others, if the claim names
// none: the first that has a ladder which is not too long, or else the one whose events
// say most.
func bestDrawn(specs []*spec) string {
	var best *spec
	for _, s := range specs {
		switch {
		case len(s.Figures) == 0 || s.Figures[0].Height > tallest:
		case best == nil, best.Figures[0].Kind == shelfKind && s.Figures[0].Height > best.Figures[0].Height:
			best = s
		}
	}
	if best == nil {
		return ""
	}

	return best.ID
}
