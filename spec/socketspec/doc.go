// Socketspec is the specification as one program, for machines without Go: it runs the
// specs on the sockets of this machine, or on a driver, a program in any language that
// makes the calls.
//
//	go build ./spec/socketspec    # CGO_ENABLED=0, GOOS and GOARCH make it for another system
//
//	socketspec                                   # this machine's sockets
//	socketspec -driver './mystack --flag'        # a driver: see fixtures/stacks/driven
//	socketspec -chapter recv,send                # two chapters
//	socketspec -claim recv.excess-kept -v        # one claim, and what its specs do
//	socketspec -report runs                      # leave the report and the book in a folder
//	socketspec -json >report.json                # one line of JSON, for a VM or a console
//	socketspec -system 'gvisor-kernel 20260905'  # what it is, where its kernel says otherwise
//	socketspec -baseline report.json             # fail only for what does not fail there
//	socketspec -repeat 50                        # look for flakes
//
// It lists what there is, and runs nothing: -outline (the specs), -claims, -capabilities.
// These commands run no specs:
//
//	socketspec check -driver ./mystack           # is the driver itself right?
//	socketspec compare old.json new.json         # what changed from one report to the other
//	socketspec book -in runs -out book           # render reports, from wherever they are
//	socketspec version
//
// # Exit status
//
//	0  all specs passed, or were skipped for a reason; with -baseline: nothing new failed
//	1  a spec failed, or a gate of the run did; compare: there are regressions;
//	   check: the driver is wrong; book: a report was refused
//	2  the arguments are wrong, or no spec is as they ask
//	3  it could not run: no driver, no folder for the report, something that the machine lacks
//
// # What it needs
//
// A folder for temporary files (TMPDIR), in which Unix sockets are bound. Some specs start
// the program once more as a second process, and some need two hosts: on Linux these are
// network namespaces, which it makes as root, or as anybody where the system lets everybody
// make user namespaces. What is lacking is skipped, with the reason.
//
// The specs run one after the other, in the order of the book, and -repeat starts a new
// process for each run. One seed is for all that is drawn; a failure ends with the
// command that draws the same again. SIGINT and SIGTERM end a run within seconds, and an
// hour does: with its report.
//
// SOCKETSPEC_DRIVER, SOCKETSPEC_REPORTS and SOCKETSPEC_PATIENCE in the environment stand
// for -driver, -report and -patience where these are not given.
package main
