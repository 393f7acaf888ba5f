package sockets

// cmsgCloexec does not exist: FD_CLOEXEC is set behind the call.
const cmsgCloexec = 0
