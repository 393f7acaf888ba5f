// Strength proves that the specs can fail. It puts the stacks that are broken on purpose
// (fixtures/stacks/broken) under the specs, each in a process of its own, and tells which
// spec has noticed which fault.
//
//	go run ./spec/strength                                  # the whole: minutes
//	go run ./spec/strength -fault recv-adds-a-byte -v       # one fault
//	go run ./spec/strength -claim recv.max,recv.bytes       # the faults of two claims
//	go run ./spec/strength -first -sample 1/3               # a third, each until it is noticed
//	go run ./spec/strength -all                             # every spec on every stack: hours
//	go run ./spec/strength -update                          # and bring kills/idle.txt up to date
//
// It leaves one file, spec/report/runs/strength.json, which the book shows from then on:
// go run ./spec/book. What is in it is documented in package kills.
//
// It fails, and says what to do, when
//
//   - a fault survives, or only specs of other claims notice it;
//   - a spec, or the process that runs it, has to be ended from outside, or panics, in
//     place of an assertion that fails;
//   - something that is lawful, or has no fault, fails a spec;
//   - a spec notices no fault and is not listed in kills/idle.txt, with the reason, or is
//     listed and notices one. (Only where all ran.)
//
// # Exit status
//
//	0  every fault was noticed, and all else is as it should be
//	1  there are findings
//	2  the arguments are wrong
//	3  it could not run
package main

import (
	"os"

	"socketspec/spec/strength/command"
)

func main() { os.Exit(command.Run(os.Args[1:], os.Stdout, os.Stderr)) }
