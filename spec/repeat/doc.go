// Command repeat runs a suite many times, each time shuffled by a new seed and in
// parallel, does not stop at failures, and counts for each spec how it came out:
//
//	go run ./spec/repeat -n 20                              # the host's stack
//	go run ./spec/repeat -n 20 -load 4 ./fixtures/stacks/netstack
//	go run ./spec/repeat -n 5 -load 4 -patience 2s -out 2s.json
//	go run ./spec/repeat compare 2s.json 120s.json          # whose verdict differs
//	go run ./spec/repeat merge all.json 1.json 2.json       # the rounds of two machines
//
// The result is a file of JSON (see report.Repeats), written anew after each round, so
// that what was interrupted leaves what it has. It tells of each failure the message and
// the seed, of specs that are skipped in some rounds only, and of rounds that failed
// outside of any spec: a gate, a crash, a timeout.
//
// It ends with 0 if no round failed, with 1 if one did or verdicts differ, with 2 if it was
// called wrongly, with 3 if it cannot run, and with 130 if it was interrupted.
package main
