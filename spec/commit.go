package spec

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// revision returns the commit of the specs, with a plus if they were changed
// since. It is empty where they are no checkout of their own: in the module cache,
// or copied into another repository, whose commit would say nothing.
func revision() string {
	if _, err := os.Stat(filepath.Join(root(), ".git")); err != nil {
		return ""
	}
	commit, err := git(root(), "rev-parse", "HEAD")
	if err != nil {
		return ""
	}
	if changed, err := git(root(), "status", "--porcelain"); err != nil || changed != "" {
		commit += "+"
	}

	return commit
}

func git(dir string, args ...string) (string, error) {
	out, err := exec.Command("git", append([]string{"-C", dir}, args...)...).Output()
	return strings.TrimSpace(string(out)), err
}
