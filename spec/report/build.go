package report

import (
	"reflect"
	"runtime"
	"runtime/debug"
	"strings"
)

// thisSystem returns what the runtime knows, and the kernel as it was told.
func thisSystem(kernel string) System {
	//nolint:forbidigo // the report names the system, nothing depends on it
	return System{OS: runtime.GOOS, Arch: runtime.GOARCH, Kernel: kernel}
}

// Built returns the module that this package was built from.
func Built() Module {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return Module{}
	}
	return moduleOf(info, reflect.TypeFor[Run]().PkgPath())
}

// moduleOf finds the module that holds a package. The settings of version
// control are about the main module only: for a third party who imports the
// specs, they would name the wrong commit.
func moduleOf(info *debug.BuildInfo, pkg string) Module {
	if holds(info.Main.Path, pkg) {
		module := Module{Path: info.Main.Path, Version: info.Main.Version}
		for _, setting := range info.Settings {
			switch setting.Key {
			case "vcs.revision":
				module.Commit = setting.Value
			case "vcs.modified":
				module.Modified = setting.Value == "true"
			}
		}
		return module
	}
	for _, dep := range info.Deps {
		if holds(dep.Path, pkg) {
			return Module{Path: dep.Path, Version: dep.Version}
		}
	}
	return Module{}
}

// holds says whether a package is in a module.
func holds(module, pkg string) bool {
	return strings.HasPrefix(pkg+"/", module+"/")
}
