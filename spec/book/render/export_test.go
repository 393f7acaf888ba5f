package render

// Page is the book of a ledger of the test's own.
var Page = page
