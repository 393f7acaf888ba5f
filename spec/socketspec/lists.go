package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"socketspec/spec"
	"socketspec/spec/claims"
	"socketspec/spec/report"
)

// listSpecs prints the specs that would run, as a table of contents.
func (o *options) listSpecs(stdout, stderr io.Writer) int {
	contents, err := spec.Contents()
	if err != nil {
		return complain(stderr, cannotRun, err)
	}
	contents.Specs = slices.DeleteFunc(contents.Specs, func(s report.Spec) bool { return !o.leaves(s) })
	if len(contents.Specs) == 0 {
		return complain(stderr, misused, o.nothing())
	}
	say(stdout, "%s", report.Contents(contents))

	return passed
}

// nothing is the error of filters that leave no spec.
func (o *options) nothing() error {
	return fmt.Errorf("no spec is as %s asks (-outline lists them)", o.filters())
}

// listClaims prints the claims that are asked for, under their chapters: in words,
// with the verdict, and with what is true instead.
func (o *options) listClaims(stdout io.Writer) int {
	ids := o.wanted()
	for _, chapter := range claims.Chapters() {
		title := strings.ToUpper(chapter.Title) + " (-chapter " + chapter.Name + ")\n"
		for _, claim := range chapter.Claims {
			if len(ids) > 0 && !slices.Contains(ids, claim.ID) {
				continue
			}
			say(stdout, "%s  %s (%s, %s)\n      %s\n", title, claim.ID, claim.Verdict, claim.Level, claim.Says)
			if claim.Truth != "" {
				say(stdout, "      → %s\n", claim.Truth)
			}
			title = ""
		}
	}

	return passed
}

// listCapabilities prints the capabilities, what each is, and why the stack does not
// have some of them.
func listCapabilities(stack spec.Stack, stdout, stderr io.Writer) int {
	contents, err := spec.Contents()
	if err != nil {
		return complain(stderr, cannotRun, err)
	}
	say(stdout, "%s\n", stack.Name())
	for _, c := range spec.Capabilities() {
		mark, why := "✓", ""
		if err := spec.Denied(stack, c); err != nil {
			mark, why = "-", fmt.Sprintf("      %v\n", err)
		}
		say(stdout, "  %s %s\n%s", mark, meaning(contents, string(c)), why)
	}

	return passed
}

// meaning is a capability and what it is, as the spec that tries it says.
func meaning(contents report.Run, capability string) string {
	for _, s := range contents.Specs {
		if capabilityOf(s) == capability {
			return s.Text
		}
	}

	return capability
}
