// Package spec is the executable specification: what a tutorial says about
// sockets, and what it leaves out, as specs that run against a stack.
//
// A test of one line, in any module, puts a stack under test:
//
//	func TestSockets(t *testing.T) { spec.Run(t, mystack.New()) }
//
// Two imports are all that the author of a stack needs: this package, and
// socketspec/sockets for the vocabulary. What the specs expect of a stack, and
// what it may lack, is in README.md beside this file.
//
// A chapter is a folder under tutorial (Part I) or beyond (Part II), and a section is a
// file that reads as prose:
//
//	go run ./spec/contents                                            # the whole book
//	go tool ginkgo outline -format indent spec/tutorial/recv/recv.go  # one section
//
// That the specs can fail is shown on stacks that are broken on purpose:
//
//	go run ./spec/strength
//
// A green run shows that the stack did what the specs say, on this machine, this
// time. It does not show that the stack never does anything else: run the specs
// often, in random order, in parallel, and under the race detector.
package spec
