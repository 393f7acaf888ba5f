// Package model is a small executable model of TCP sockets: a listener, a client, and the
// server's end of their connection. It says what each call may give in each state, and
// what state is then, in one table (table.go).
//
// The states are those of the grid of the chapter on errors, taken apart: a state is a
// set of facts about each of the three sockets (facts.go). What a call does to the other
// end has reached it when the next call is made: whoever follows the model waits for what
// poll says of all three (the call "ready"). What need not come, or may come late, is a
// set of possible worlds (possible.go): each result leaves those in which it is allowed,
// and a result that no world allows is wrong.
//
// From the table it is computed which sequences of calls try every rule of it (tour.go).
//
// What is left out: full buffers and urgent data, which the grid and chapters of their own
// have; more clients than one; and that both ends connect to each other.
package model
