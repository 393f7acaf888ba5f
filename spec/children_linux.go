package spec

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// childProcesses lists the children of this process, by id: each thread's are
// in a file of its own (proc_pid_task_tid_children(5)). A kernel without these
// files shows none.
func childProcesses() (ids []string) {
	files, _ := filepath.Glob("/proc/self/task/*/children")
	for _, file := range files {
		b, _ := os.ReadFile(file) // a thread may have ended meanwhile
		ids = append(ids, strings.Fields(string(b))...)
	}
	slices.Sort(ids)

	return ids
}
