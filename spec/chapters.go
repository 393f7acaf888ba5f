package spec

// The chapters, and the specs about the stack itself, are imported for their specs.
import (
	"embed"
	"io/fs"
	"path"
	"path/filepath"
	"runtime"

	_ "socketspec/spec/beyond/addresses"
	_ "socketspec/spec/beyond/connect"
	_ "socketspec/spec/beyond/datagrams"
	_ "socketspec/spec/beyond/errors"
	_ "socketspec/spec/beyond/flags"
	_ "socketspec/spec/beyond/options"
	_ "socketspec/spec/beyond/peers"
	_ "socketspec/spec/beyond/processes"
	_ "socketspec/spec/beyond/readiness"
	_ "socketspec/spec/beyond/shutdown"
	_ "socketspec/spec/beyond/signals"
	_ "socketspec/spec/beyond/urgent"
	_ "socketspec/spec/beyond/vectors"
	_ "socketspec/spec/capabilities"
	"socketspec/spec/claims"
	"socketspec/spec/report"
	_ "socketspec/spec/tutorial/accept"
	_ "socketspec/spec/tutorial/client"
	_ "socketspec/spec/tutorial/close"
	_ "socketspec/spec/tutorial/concept"
	_ "socketspec/spec/tutorial/handshake"
	_ "socketspec/spec/tutorial/recv"
	_ "socketspec/spec/tutorial/send"
	_ "socketspec/spec/tutorial/servers"
	_ "socketspec/spec/tutorial/timeout"
)

// capabilities is the folder of the specs about the stack itself.
const capabilities = "capabilities"

// chapters are the files of the specs, as they were built.
//
//go:embed tutorial/*/*.go beyond/*/*.go capabilities/*.go
var chapters embed.FS

// sources returns the files of the specs, under the names that reports give them.
func sources() (report.Sources, error) {
	files := report.Sources{}
	err := fs.WalkDir(chapters, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := chapters.ReadFile(name)
		files[path.Join(path.Base(here()), name)] = string(text)

		return err
	})

	return files, err
}

// own returns the folders whose specs are ours: a folder for each chapter of the
// ledger, and the one that tries the capabilities. Folders below them, and others
// beside them, are not.
func own() []string {
	folders := []string{path.Join(here(), capabilities)}
	for _, chapter := range claims.Chapters() {
		folders = append(folders, path.Join(here(), chapter.Folder))
	}

	return folders
}

// root is the folder of the module.
func root() string { return path.Dir(here()) }

// here is the folder of this package, as runtime.Caller spells it: under
// -trimpath it begins with the module's path.
func here() string {
	_, file, _, _ := runtime.Caller(0)
	return path.Dir(filepath.ToSlash(file))
}
