package asked

// Drawings is how many entries are to have one.
var Drawings = len(drawings)
