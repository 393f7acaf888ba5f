package spec

import (
	"path"
	"slices"

	"github.com/onsi/ginkgo/v2"
	"github.com/onsi/ginkgo/v2/types"

	"socketspec/spec/claims"
	"socketspec/spec/report"
)

// inOrder has the specs run in the order of the book where somebody may be reading
// along: in one process, and unless they are to be shuffled. Ginkgo by itself
// shuffles the outermost containers.
//
// A priority is all that Ginkgo offers for that. Each spec gets one as the tree is
// built, in RunSpecs. (A preview would know the tree beforehand, but Ginkgo loses
// all hooks outside of containers by it.)
func inOrder() {
	suite, _ := ginkgo.GinkgoConfiguration()
	if suite.ParallelTotal > 1 || suite.RandomizeAllSpecs {
		return
	}
	sections, locate := sections(), report.Locator(root())
	ginkgo.AddTreeConstructionNodeArgsTransformer(func(node types.NodeType, offset ginkgo.Offset, text string, args []any) (string, []any, []error) {
		if node.Is(types.NodeTypeIt) {
			at := types.NewCodeLocation(int(offset))
			for _, arg := range args {
				if given, ok := arg.(types.CodeLocation); ok { // an Entry's
					at = given
				}
			}
			if priority := priorityOf(locate(at), sections); priority > 0 {
				args = append(args, priority)
			}
		}

		return text, args, nil
	})
}

// longest is more lines than any section has.
const longest = 10_000

// priorityOf is the higher the earlier a line stands in the book. It is 0 for what is
// no section of ours, which so comes last and keeps the priority that it may have.
func priorityOf(at report.Location, sections []string) ginkgo.SpecPriority {
	place := slices.Index(sections, at.File)
	if place < 0 {
		return 0
	}

	return ginkgo.SpecPriority((len(sections)-place)*longest - at.Line)
}

// sections returns the files of all sections, in the order of the book.
func sections() (files []string) {
	for _, chapter := range claims.Chapters() {
		for _, section := range chapter.Sections {
			files = append(files, path.Join(path.Base(here()), chapter.Folder, section+".go"))
		}
	}

	return append(files, path.Join(path.Base(here()), capabilities, capabilities+".go"))
}
