package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// specsSource is the file that is added to the suite: see there.
//
//go:embed specs_switch.go.txt
var specsSource string

// A module is where this one is.
type module struct{ root, sockets, spec, explanations string }

func findModule() (module, error) {
	out, err := exec.Command("go", "list", "-f", "{{.Module.Dir}}", "socketspec/sockets").Output()
	if err != nil {
		return module{}, fmt.Errorf("go list: the working directory is not in the module socketspec: %w", err)
	}
	root := strings.TrimSpace(string(out))

	return module{
		root: root, sockets: filepath.Join(root, "sockets"), spec: filepath.Join(root, "spec"),
		explanations: filepath.Join(root, "spec", "mutate", "explained.txt"),
	}, nil
}

// A binaries has the specs and the tests, with all mutants in them.
type binaries struct {
	module
	ctx          context.Context // it ends whatever is run
	dir          string
	specs, tests string
}

// remove leaves nothing behind.
func (b *binaries) remove() { _ = os.RemoveAll(b.dir) }

// build compiles both. The source tree is left alone: the files are laid over it.
func build(ctx context.Context, at module, files map[string][]byte) (*binaries, error) {
	dir, err := os.MkdirTemp("", "mutate")
	if err != nil {
		return nil, err
	}
	b := &binaries{module: at, ctx: ctx, dir: dir, specs: filepath.Join(dir, "spec.test"), tests: filepath.Join(dir, "sockets.test")}
	overlay, err := b.overlay(files)
	if err == nil {
		err = errors.Join(b.compile(overlay, b.specs, "./spec"), b.compile(overlay, b.tests, "./sockets"))
	}
	if err != nil {
		b.remove()
		return nil, err
	}

	return b, nil
}

// overlay writes the files and the list of them that the go command reads.
func (b *binaries) overlay(files map[string][]byte) (string, error) {
	places := map[string]string{filepath.Join(b.spec, "specs_switch_test.go"): filepath.Join(b.dir, "specs_switch_test.go")}
	if err := os.WriteFile(filepath.Join(b.dir, "specs_switch_test.go"), []byte(specsSource), 0o600); err != nil {
		return "", err
	}
	for name, source := range files {
		places[filepath.Join(b.sockets, name)] = filepath.Join(b.dir, name)
		if err := os.WriteFile(filepath.Join(b.dir, name), source, 0o600); err != nil {
			return "", err
		}
	}
	list, err := json.Marshal(map[string]any{"Replace": places})
	if err != nil {
		return "", err
	}
	file := filepath.Join(b.dir, "overlay.json")

	return file, os.WriteFile(file, list, 0o600)
}

func (b *binaries) compile(overlay, out, pkg string) error {
	command := exec.CommandContext(b.ctx, "go", "test", "-c", "-overlay", overlay, "-o", out, pkg)
	command.Dir = b.root
	if said, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("%s does not compile with its mutants: %w\n%s", pkg, err, said)
	}

	return nil
}
