package main

import (
	"fmt"
	"slices"
	"strings"

	"socketspec/spec/claims"
	"socketspec/spec/report"
)

// stackChapter names the specs that try the capabilities of the stack: they show no
// claim of the ledger, and so are in none of its chapters.
const stackChapter = "capabilities"

// narrows says whether specs are left out.
func (o *options) narrows() bool { return len(o.claims)+len(o.chapters) > 0 || o.pattern != "" }

// filters are the flags that leave them out, for a reader.
func (o *options) filters() string {
	var all []string
	for _, f := range []struct{ flag, value string }{{"-claim", o.claims.String()}, {"-chapter", o.chapters.String()}, {"-spec", o.pattern}} {
		if f.value != "" {
			all = append(all, f.flag+" "+quoted(f.value))
		}
	}

	return strings.Join(all, " ")
}

// checkNames reports a claim or a chapter that the ledger does not have.
func (o *options) checkNames() error {
	for _, name := range o.chapters {
		if chapters := chapterNames(); !slices.Contains(chapters, name) {
			return fmt.Errorf("there is no chapter %q; there are %s", name, strings.Join(chapters, ", "))
		}
	}
	for _, id := range o.claims {
		if _, known := claims.Find(id); !known {
			return fmt.Errorf("there is no claim %q; there are %s", id, strings.Join(like(id), ", "))
		}
	}

	return nil
}

func chapterNames() (names []string) {
	for _, chapter := range claims.Chapters() {
		names = append(names, chapter.Name)
	}

	return append(names, stackChapter)
}

// like are the claims that begin as id does, up to its first dot, or all if none does.
func like(id string) (ids []string) {
	subject, _, _ := strings.Cut(id, ".")
	for _, claim := range claims.All() {
		if strings.HasPrefix(claim.ID, subject+".") {
			ids = append(ids, claim.ID)
		}
	}
	if len(ids) > 0 {
		return ids
	}
	for _, claim := range claims.All() {
		ids = append(ids, claim.ID)
	}

	return ids
}

// wanted are the claims that are asked for, by themselves or by their chapters.
func (o *options) wanted() []string {
	ids := slices.Clone(o.claims)
	for _, chapter := range claims.Chapters() {
		if slices.Contains(o.chapters, chapter.Name) {
			for _, claim := range chapter.Claims {
				ids = append(ids, claim.ID)
			}
		}
	}

	return ids
}

// labels is the label filter, as Ginkgo has it, that leaves the claims and chapters
// that are asked for.
func (o *options) labels() string {
	var filters []string
	if ids := o.wanted(); len(ids) > 0 {
		filters = append(filters, strings.TrimSuffix(report.ClaimLabel, ":")+": containsAny {"+strings.Join(ids, ", ")+"}")
	}
	if slices.Contains(o.chapters, stackChapter) {
		filters = append(filters, "!("+strings.TrimSuffix(report.CapabilityLabel, ":")+": isEmpty)")
	}

	return strings.Join(filters, " || ")
}

// leaves says whether the filters leave a spec in the run. Ginkgo says the same of it
// by labels and by the focus that the regular expression is made into.
func (o *options) leaves(s report.Spec) bool {
	if !o.spec.MatchString(s.ID) {
		return false
	}
	if len(o.claims)+len(o.chapters) == 0 {
		return true
	}
	ids := o.wanted()

	return slices.ContainsFunc(s.Claims, func(id string) bool { return slices.Contains(ids, id) }) ||
		slices.Contains(o.chapters, stackChapter) && capabilityOf(s) != ""
}

// capabilityOf is the capability that a spec tries, if it tries one.
func capabilityOf(s report.Spec) string {
	for _, label := range s.Labels {
		if name, is := strings.CutPrefix(label, report.CapabilityLabel); is {
			return strings.TrimSpace(name)
		}
	}

	return ""
}
