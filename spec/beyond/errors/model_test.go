package errors_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"socketspec/spec/model"
)

// alike are the rows of the grid of TCP that are states of the model, as facts of the
// client, or of the listener and the server.
var alike = map[string]struct {
	of    model.Socket
	world model.World
}{
	"new":                               {model.Client, model.World{model.Listener: model.Listening}},
	"bound":                             {model.Client, model.World{model.Listener: model.Listening, model.Client: model.Bound}},
	"listening, nobody there":           {model.Listener, model.World{model.Listener: model.Bound | model.Listening, model.Server: model.Absent}},
	"listening, a client queued":        {model.Listener, model.World{model.Listener: model.Bound | model.Listening, model.Server: made | model.Queued}},
	"listening, the client reset":       {model.Listener, model.World{model.Listener: model.Bound | model.Listening, model.Server: made | model.Queued | model.Reset | model.Pending}},
	"connected, and not asked again":    {model.Client, model.World{model.Client: made | model.Unasked}},
	"refused, and nobody was told":      {model.Client, model.World{model.Client: model.Bound | model.Refused | model.Pending}},
	"connected":                         {model.Client, model.World{model.Client: made}},
	"accepted":                          {model.Server, model.World{model.Server: made}},
	"connected, data there":             {model.Client, model.World{model.Client: made | model.Data}},
	"peer half-closed":                  {model.Client, model.World{model.Client: made | model.Fin}},
	"peer half-closed behind data":      {model.Client, model.World{model.Client: made | model.Fin | model.Data}},
	"peer closed":                       {model.Client, model.World{model.Client: made | model.Fin | model.Gone}},
	"reset, and nobody was told":        {model.Client, model.World{model.Client: made | model.Reset | model.Pending}},
	"reset behind data":                 {model.Client, model.World{model.Client: made | model.Data | model.Reset | model.Pending}},
	"reset, told by recv":               {model.Client, model.World{model.Client: made | model.Reset}},
	"peer half-closed, then reset":      {model.Client, model.World{model.Client: made | model.Fin | model.Reset | model.Pending}},
	"own SHUT_WR, then reset":           {model.Client, model.World{model.Client: made | model.NoWrite | model.Reset | model.Pending}},
	"own SHUT_WR":                       {model.Client, model.World{model.Client: made | model.NoWrite}},
	"own SHUT_RD":                       {model.Client, model.World{model.Client: made | model.NoRead}},
	"own SHUT_RDWR":                     {model.Client, model.World{model.Client: made | model.NoRead | model.NoWrite}},
	"own SHUT_WR, then the peer closed": {model.Client, model.World{model.Client: made | model.NoWrite | model.Fin | model.Gone}},
	"closed":                            {model.Client, model.World{model.Client: model.Closed}},
}

// made is what is so of a connection.
const made = model.Bound | model.Connected

// TestModelAllowsWhatTheGridDoes holds the two tables against each other.
func TestModelAllowsWhatTheGridDoes(t *testing.T) {
	source, err := sources.ReadFile("tcp.go")
	if err != nil {
		t.Fatal(err)
	}
	table := regexp.MustCompile("(?s)`\\n(state .*?)`\\)").FindStringSubmatch(string(source))[1]
	var head []string
	found := 0
	for line := range strings.Lines(table) {
		cells := strings.Split(line, "|")
		for i := range cells {
			cells[i] = strings.Trim(cells[i], " \n")
		}
		if head == nil {
			head = cells
			continue
		}
		row, is := alike[cells[0]]
		if !is {
			continue
		}
		found++
		for i, call := range head[1:] {
			want, got := values(cells[i+1]), allowed(row.world, row.of, call)
			if call == "connect" && row.world[model.Listener].String() == "listening" { // the grid's does not wait
				got = allowed(row.world, row.of, "begin")
			}
			if !slices.Equal(want, got) {
				t.Errorf("%s, %s: the grid has %q, and the model %q", cells[0], call, want, got)
			}
		}
	}
	if found != len(alike) {
		t.Errorf("%d rows of the grid, want %d", found, len(alike))
	}
}

// values are what a cell of the grid allows: none if any answer will do.
func values(cell string) []string {
	cell = strings.TrimLeft(cell, "~>")
	if cell == "" {
		return nil
	}
	all := strings.Split(cell, "/")
	slices.Sort(all)

	return all
}

// allowed are the values of the model in the words of the grid.
func allowed(w model.World, s model.Socket, call string) (all []string) {
	for _, r := range (model.Possible{w}).Rules(s, call) {
		for _, c := range r.Cases {
			if c.But != "" || c.Gives == nil {
				return nil
			}
			for _, value := range c.Gives {
				if value == "all bytes" {
					value = "bytes"
				}
				if !slices.Contains(all, value) {
					all = append(all, value)
				}
			}
		}
	}
	slices.Sort(all)

	return all
}
