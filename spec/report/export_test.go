package report

// ModuleOf lets the tests bring their own build information.
var ModuleOf = moduleOf
