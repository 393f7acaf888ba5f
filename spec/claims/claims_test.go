package claims_test

import (
	"net/url"
	"path"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"socketspec/spec/claims"
)

// Each chapter, in order, and how many claims it has.
var chapters = []struct {
	part  claims.Part
	name  string
	total int
}{
	{claims.Tutorial, "concept", 9},
	{claims.Tutorial, "client", 4},
	{claims.Tutorial, "send", 7},
	{claims.Tutorial, "accept", 13},
	{claims.Tutorial, "recv", 11},
	{claims.Tutorial, "timeout", 5},
	{claims.Tutorial, "handshake", 5},
	{claims.Tutorial, "close", 9},
	{claims.Tutorial, "servers", 4},
	{claims.Beyond, "errors", 14},
	{claims.Beyond, "readiness", 18},
	{claims.Beyond, "connect", 9},
	{claims.Beyond, "shutdown", 7},
	{claims.Beyond, "options", 12},
	{claims.Beyond, "datagrams", 8},
	{claims.Beyond, "addresses", 11},
	{claims.Beyond, "flags", 6},
	{claims.Beyond, "urgent", 8},
	{claims.Beyond, "vectors", 5},
	{claims.Beyond, "signals", 6},
	{claims.Beyond, "processes", 12},
	{claims.Beyond, "peers", 6},
}

func TestChapters(t *testing.T) {
	got := claims.Chapters()
	if len(got) != len(chapters) {
		t.Fatalf("%d chapters, want %d", len(got), len(chapters))
	}
	for i, want := range chapters {
		chapter := got[i]
		if chapter.Part != want.part || chapter.Name != want.name || len(chapter.Claims) != want.total {
			t.Errorf("chapter %d is %s of %v with %d claims, want %s of %v with %d",
				i, chapter.Name, chapter.Part, len(chapter.Claims), want.name, want.part, want.total)
		}
		if path.Dir(chapter.Folder) != chapter.Part.Folder() {
			t.Errorf("%s is of %v, and in %s", chapter.Name, chapter.Part, chapter.Folder)
		}
		if chapter.Title == "" || chapter.TitleZH == "" {
			t.Errorf("%s: title %q, in Chinese %q", chapter.Name, chapter.Title, chapter.TitleZH)
		}
	}
}

// TestTotals counts the parts apart: the verdicts on the tutorial are Part I's alone.
func TestTotals(t *testing.T) {
	for _, want := range []struct {
		part                                     claims.Part
		all, amendments, holds, holdsIf, refuted int
	}{
		{claims.Tutorial, 67, 15, 47, 9, 11},
		{claims.Beyond, 122, 0, 62, 52, 8},
	} {
		var amendments int
		verdicts := map[claims.Verdict]int{}
		for _, claim := range want.part.Claims() {
			verdicts[claim.Verdict]++
			if claim.Amendment {
				amendments++
			}
		}
		for _, total := range []struct {
			of        string
			got, want int
		}{
			{"all claims", len(want.part.Claims()), want.all},
			{"amendments", amendments, want.amendments},
			{"claims that hold", verdicts[claims.Holds], want.holds},
			{"claims that hold under a condition", verdicts[claims.HoldsIf], want.holdsIf},
			{"refuted claims", verdicts[claims.Refuted], want.refuted},
		} {
			if total.got != total.want {
				t.Errorf("%v, %s: %d, want %d", want.part, total.of, total.got, total.want)
			}
		}
	}
	if all, parts := len(claims.All()), len(claims.Tutorial.Claims())+len(claims.Beyond.Claims()); all != parts {
		t.Errorf("there are %d claims, and the parts have %d", all, parts)
	}
}

// TestPartOf asks the ledger for the part of a claim, and not its id: claims of one
// chapter begin with the name of another.
func TestPartOf(t *testing.T) {
	for id, want := range map[string]claims.Part{
		"recv.excess-kept": claims.Tutorial, "timeout.idle": claims.Tutorial, "errors.socket": claims.Beyond, "recv.no-such-claim": 0,
	} {
		if got, found := claims.PartOf(id); got != want || found != (want != 0) {
			t.Errorf("%s is of %v, %t", id, got, found)
		}
	}
}

func TestIDs(t *testing.T) {
	form := regexp.MustCompile(`^[a-z0-9]+\.[a-z0-9-]+$`)
	seen := map[string]bool{}
	for _, claim := range claims.All() {
		if !form.MatchString(claim.ID) {
			t.Errorf("%q is not of the form %s", claim.ID, form)
		}
		if seen[claim.ID] {
			t.Errorf("%s is there twice", claim.ID)
		}
		seen[claim.ID] = true
	}
}

func TestWords(t *testing.T) {
	for _, claim := range claims.All() {
		if claim.Says == "" || chinese(claim.Says) {
			t.Errorf("%s says %q", claim.ID, claim.Says)
		}
		if !chinese(claim.SaysZH) {
			t.Errorf("%s says in Chinese %q", claim.ID, claim.SaysZH)
		}
		qualified := claim.Verdict != claims.Holds
		if found := claim.Truth != ""; found != qualified || chinese(claim.Truth) {
			t.Errorf("%s is %s, and its truth %q", claim.ID, claim.Verdict, claim.Truth)
		}
		if found := chinese(claim.TruthZH); found != qualified || !found && claim.TruthZH != "" {
			t.Errorf("%s is %s, and its truth in Chinese %q", claim.ID, claim.Verdict, claim.TruthZH)
		}
	}
}

func TestVerdictsAndLevels(t *testing.T) {
	for _, claim := range claims.All() {
		switch claim.Verdict {
		case claims.Holds, claims.HoldsIf, claims.Refuted:
		default:
			t.Errorf("%s: verdict %q", claim.ID, claim.Verdict)
		}
		switch claim.Level {
		case claims.Shall, claims.Should, claims.May, claims.Observed:
		default:
			t.Errorf("%s: level %q", claim.ID, claim.Level)
		}
	}
}

func TestSources(t *testing.T) {
	for _, claim := range claims.All() {
		if len(claim.Clauses) == 0 {
			t.Errorf("%s has no clause", claim.ID)
		}
		for _, clause := range claim.Clauses {
			if clause.Source == "" || clause.Says == "" {
				t.Errorf("%s: clause of %q says %q", claim.ID, clause.Source, clause.Says)
			}
			if strings.Count(clause.Says, "“") != strings.Count(clause.Says, "”") {
				t.Errorf("%s: quotation without its other end: %s", claim.ID, clause.Says)
			}
			if at, err := url.Parse(clause.URL); err != nil || at.Scheme != "https" || at.Host == "" || at.Path == "" {
				t.Errorf("%s: %s is at %q", claim.ID, clause.Source, clause.URL)
			}
		}
		for _, note := range claim.Notes {
			if note.System == "" || note.Text == "" {
				t.Errorf("%s: note on %q: %q", claim.ID, note.System, note.Text)
			}
		}
	}
}

func TestFind(t *testing.T) {
	for _, want := range claims.All() {
		if got, ok := claims.Find(want.ID); !ok || got.ID != want.ID || got.Says != want.Says {
			t.Errorf("Find(%q) is %q, %t", want.ID, got.ID, ok)
		}
	}
	for _, id := range []string{"", "recv", "recv.", "recv.excess", "recv.no-such-claim", "Recv.bytes"} {
		if got, ok := claims.Find(id); ok || got.ID != "" {
			t.Errorf("Find(%q) is %q, %t", id, got.ID, ok)
		}
	}
}

func TestCallersCannotChangeTheLedger(t *testing.T) {
	const id = "recv.end-of-stream" // It has clauses and notes.
	read := func() claims.Claim {
		claim, _ := claims.Find(id)
		return claim
	}
	spoil := func(claim *claims.Claim) {
		claim.Clauses[0].Says = "spoiled"
		claim.Notes[0].Text = "spoiled"
		claim.Says = "spoiled"
	}
	for _, get := range []struct {
		name  string
		claim func() *claims.Claim
	}{
		{"Chapters", func() *claims.Claim { return lookup(t, recvChapter(t).Claims, id) }},
		{"All", func() *claims.Claim { return lookup(t, claims.All(), id) }},
		{"Find", func() *claims.Claim { claim := read(); return &claim }},
	} {
		spoil(get.claim())
		now := read()
		if now.Says == "spoiled" || now.Clauses[0].Says == "spoiled" || now.Notes[0].Text == "spoiled" {
			t.Fatalf("what %s returned is the ledger's own: %+v", get.name, now)
		}
	}
	claims.Chapters()[0].Name = "spoiled"
	if name := claims.Chapters()[0].Name; name == "spoiled" {
		t.Error("the chapters that Chapters returned are the ledger's own")
	}
}

// recvChapter returns the chapter on recv.
func recvChapter(t *testing.T) claims.Chapter {
	t.Helper()
	for _, chapter := range claims.Chapters() {
		if chapter.Name == "recv" {
			return chapter
		}
	}
	t.Fatal("no chapter on recv")
	return claims.Chapter{}
}

// lookup returns the element of all with this ID.
func lookup(t *testing.T, all []claims.Claim, id string) *claims.Claim {
	t.Helper()
	for i := range all {
		if all[i].ID == id {
			return &all[i]
		}
	}
	t.Fatalf("no %s", id)
	return nil
}

// chinese reports whether a text has Chinese characters.
func chinese(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}
