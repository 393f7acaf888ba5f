package render_test

import (
	"encoding/json"
	"time"

	"socketspec/spec/book/render"
	"socketspec/spec/claims"
	"socketspec/spec/report"
)

// ledger is a small one, so that what the tests expect does not change with every
// word of the true one.
func ledger() []claims.Chapter {
	return []claims.Chapter{{
		Part: claims.Tutorial, Name: "recv", Title: "recv", TitleZH: "接收",
		Claims: []claims.Claim{{
			ID: "recv.excess-kept", Says: "The rest stays.", SaysZH: "剩下的留着。", Verdict: claims.Holds, Level: claims.Shall,
			Clauses: []claims.Clause{{Source: "POSIX.1-2024 recv()", Says: "“no data shall be discarded.”", URL: "https://example.test/recv"}},
		}, {
			ID: "recv.bytes", Says: "recv returns text.", SaysZH: "recv 返回文本。", Verdict: claims.Refuted, Level: claims.Observed, Amendment: true,
			Truth: "It returns bytes.", TruthZH: "返回的是字节。",
			Notes: []claims.Note{{System: "Linux", Text: "So it is there."}},
		}},
	}, {
		Part: claims.Beyond, Name: "errors", Title: "errors", TitleZH: "错误",
		Claims: []claims.Claim{{
			ID: "errors.after", Says: "It is so for ever.", SaysZH: "永远如此。", Verdict: claims.HoldsIf, Level: claims.May,
			Truth: "While it is open.", TruthZH: "只要还开着。",
		}},
	}}
}

// sample is a run with one of everything.
func sample(stack string) report.Run {
	specs := []report.Spec{
		{
			ID: "Recv when more was sent keeps the rest", Containers: []string{"Recv", "when more was sent"}, Text: "keeps the rest",
			Claims: []string{"recv.excess-kept"}, Outcome: report.Passed, Location: report.Location{File: "spec/recv.go", Line: 8},
			Observed: []report.Observed{{Claim: "recv.excess-kept", Name: "bytes left", Value: report.ValueOf(2), Unit: "bytes", Bounds: "any number"}},
			Extra: map[string]json.RawMessage{
				report.EventsExtra: json.RawMessage(`[{"call":"send","item":"socket"},{"call":"recv","asked":4,"item":"sock"}]`),
				"kills":            json.RawMessage(`["drops the rest","reorders"]`),
			},
		}, {
			ID: "Recv on a wire is preceded by a handshake", Containers: []string{"Recv", "on a wire"}, Text: "is preceded by a handshake",
			Claims: []string{"recv.bytes"}, Outcome: report.Passed, Location: report.Location{File: "spec/recv.go", Line: 20},
			Labels: []string{"needs:wire"}, Wire: handshake(),
		}, {
			ID: "Recv refuses text", Containers: []string{"Recv"}, Text: "refuses text",
			Claims: []string{"recv.bytes"}, Outcome: report.Skipped, Reason: "needs text: there is none", Location: report.Location{File: "spec/recv.go", Line: 30},
		}, {
			ID: "Recv fails", Containers: []string{"Recv"}, Text: "fails",
			Claims: []string{"recv.bytes"}, Outcome: report.Failed, Location: report.Location{File: "spec/recv.go", Line: 40},
			Failure: &report.Failure{Kind: "failed", Message: "Expected\n    1\nto equal\n    2", Location: report.Location{File: "spec/recv.go", Line: 41}},
		}, {
			ID: "Each call gives something new", Containers: []string{"Each call gives something"}, Text: "new",
			Claims: []string{"errors.after"}, Outcome: report.Passed, Location: report.Location{File: "spec/errors.go", Line: 9},
			Grid: &report.Grid{Family: "TCP", State: "new", Cells: []report.GridCell{
				{Call: "bind", Kind: report.Asserted, Value: "ok", Wanted: "ok", Clause: "bind()"},
				{Call: "recv", Kind: report.Seen, Value: "0 B", Wanted: "any answer"},
				{Call: "peek", Kind: report.LeftOut, Reason: "there is none"},
			}},
		}, {
			ID: "A capability is there", Containers: []string{}, Text: "A capability is there", Labels: []string{"capability:peek"},
			Outcome: report.Expected, Reason: "it never was (issue 1)", Location: report.Location{File: "spec/capabilities.go", Line: 1},
		},
	}
	for i := range specs {
		specs[i].Labels = append([]string{}, specs[i].Labels...)
		specs[i].Claims = append([]string{}, specs[i].Claims...)
	}
	start := time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC)

	return report.Run{
		Schema: report.Schema, ID: "id of " + stack, Stack: stack, Go: "go1.26",
		System: report.System{OS: "linux", Arch: "amd64", Kernel: "linux 6.18"}, Module: report.Module{Commit: "0123456789abcdef"},
		Started: start, Finished: start.Add(time.Second), Seconds: 1, Processes: 2, Registered: len(specs),
		Totals:       report.Totals{Specs: 6, Passed: 3, Failed: 1, Skipped: 1, ExpectedFailures: 1},
		Narrowed:     []string{},
		Findings:     []string{},
		Capabilities: map[string]string{"peek": "", "text": "there is none"},
		Claims: []report.Claim{
			{ID: "recv.excess-kept", Chapter: "recv", Verdict: claims.Holds, Level: claims.Shall, Specs: report.Totals{Specs: 1, Passed: 1}, Shown: true},
			{ID: "recv.bytes", Chapter: "recv", Verdict: claims.Refuted, Level: claims.Observed, Specs: report.Totals{Specs: 3, Passed: 1, Failed: 1, Skipped: 1}},
		},
		Specs: specs,
	}
}

// handshake is one in which the answer is lost once.
func handshake() *report.Wire {
	at := func(order int) report.Moment {
		return report.Moment{Seconds: float64(order) / 1000, Order: order}
	}
	end := at(9)

	return &report.Wire{
		Pcap: "wires/x.pcapng",
		Segments: []report.Segment{
			{Sent: at(2), Host: "A", Protocol: "ARP", Note: "who has 192.0.2.2", Delivered: []report.Moment{at(3)}},
			{Sent: at(4), Host: "A", Protocol: "TCP", From: "192.0.2.1:1", To: "192.0.2.2:2", Flags: "SYN", Delivered: []report.Moment{at(5)}},
			{Sent: at(6), Host: "B", Protocol: "TCP", From: "192.0.2.2:2", To: "192.0.2.1:1", Flags: "SYN+ACK", Ack: 1, Fate: "dropped"},
			{Sent: at(7), Host: "B", Protocol: "TCP", From: "192.0.2.2:2", To: "192.0.2.1:1", Flags: "SYN+ACK", Ack: 1, Delivered: []report.Moment{at(8)}},
		},
		Calls: []report.Call{
			{Host: "A", Name: "Connect", Begun: at(1), Ended: &end, Outcome: "success"},
			{Host: "B", Name: "Accept", Begun: at(10)},
		},
	}
}

// sources are runs, as they were found in a folder.
func sources(runs ...report.Run) (found []render.Source) {
	for _, run := range runs {
		found = append(found, render.Source{Run: run, File: report.Slug(run.Stack) + ".json"})
	}

	return found
}
