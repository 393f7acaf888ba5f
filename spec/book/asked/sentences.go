package asked

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed sentences.txt
var sentences string

// Sentences are sentences in Chinese, by the English ones: those of the findings' specs and
// notes, and of what groups of these specs are about.
var Sentences = sync.OnceValue(func() map[string]string {
	chinese := map[string]string{}
	for line := range strings.Lines(sentences) {
		if en, zh, found := strings.Cut(strings.TrimSpace(line), " = "); found && !strings.HasPrefix(en, "#") {
			chinese[en] = zh
		}
	}

	return chinese
})
