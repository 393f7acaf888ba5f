package spec

// Sources are those that a report carries.
var Sources = sources
