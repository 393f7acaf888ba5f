package main

import (
	"errors"
	"os"
	"strings"
)

// escape is what makes the next letter an ordinary one, as in a shell, where paths do
// not consist of it.
const escape = '\\'

func escapes() bool { return os.PathSeparator != escape }

// words are those of a command as a POSIX shell reads them: spaces separate, quotes of
// both kinds join. Nothing is expanded.
func words(command string) (all []string, err error) {
	var word strings.Builder
	begun, escaped, quote := false, false, rune(0)
	for _, c := range command {
		switch {
		case escaped:
			if quote == '"' && !strings.ContainsRune("\\\"$`", c) {
				word.WriteRune(escape)
			}
			word.WriteRune(c)
			escaped = false
		case c == escape && quote != '\'' && escapes():
			escaped, begun = true, true
		case c == quote:
			quote = 0
		case quote == 0 && (c == '\'' || c == '"'):
			quote, begun = c, true
		case quote == 0 && strings.ContainsRune(" \t\n", c):
			if begun {
				all = append(all, word.String())
				word.Reset()
			}
			begun = false
		default:
			word.WriteRune(c)
			begun = true
		}
	}
	if quote != 0 || escaped {
		return nil, errors.New("a quote is not closed in " + command)
	}
	if begun {
		all = append(all, word.String())
	}

	return all, nil
}

// quoted is a word as a POSIX shell has to be given it.
func quoted(word string) string {
	plain := func(c rune) bool {
		return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.ContainsRune("-_./:=,+@%", c)
	}
	if word != "" && !strings.ContainsFunc(word, func(c rune) bool { return !plain(c) }) {
		return word
	}

	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}
