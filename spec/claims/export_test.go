package claims

// For the tests: the list, and what is looked up in any list.
var (
	Aliases   = aliases
	CurrentIn = current
	FormerIn  = former
)
