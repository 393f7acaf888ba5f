package asked

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed sentences.txt
var sentences string

// Sentences are sentences of specs in Chinese, by the English ones: those of the findings,
// and of what their groups are about.
var Sentences = sync.OnceValue(func() map[string]string {
	chinese := map[string]string{}
	for line := range strings.Lines(sentences) {
		if en, zh, found := strings.Cut(strings.TrimSpace(line), " = "); found && !strings.HasPrefix(en, "#") {
			chinese[en] = zh
		}
	}

	return chinese
})
