package report

import "github.com/onsi/ginkgo/v2/types"

// narrowed lists what left specs out, as the flags that Ginkgo's command takes.
func narrowed(ginkgo types.Report) []string {
	by := Narrowed(ginkgo.SuiteConfig)
	if ginkgo.SuiteHasProgrammaticFocus {
		by = append(by, "a focused spec")
	}
	if ginkgo.SuiteConfig.DryRun {
		by = append(by, "--dry-run")
	}
	return by
}

// NarrowedFolder is where narrowed runs report to, in the folder of the whole ones:
// they replace none, and are no columns beside them.
const NarrowedFolder = "narrowed"

// Narrowed lists the filters of a run, as the flags that Ginkgo's command takes.
func Narrowed(config types.SuiteConfig) []string {
	by := []string{}
	add := func(flag string, values ...string) {
		for _, value := range withoutEmpty(values) {
			by = append(by, flag+"="+value)
		}
	}
	add("--label-filter", config.LabelFilter)
	add("--sem-ver-filter", config.SemVerFilter)
	add("--focus", config.FocusStrings...)
	add("--skip", config.SkipStrings...)
	add("--focus-file", config.FocusFiles...)
	add("--skip-file", config.SkipFiles...)
	return by
}
