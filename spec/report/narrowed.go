package report

import "github.com/onsi/ginkgo/v2/types"

// narrowed lists what left specs out, as the flags that Ginkgo's command takes.
func narrowed(ginkgo types.Report) []string {
	config, by := ginkgo.SuiteConfig, []string{}
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
	if ginkgo.SuiteHasProgrammaticFocus {
		by = append(by, "a focused spec")
	}
	if config.DryRun {
		by = append(by, "--dry-run")
	}
	return by
}
