package model

// table is the model. A rule is a call and when it holds: these facts of the socket,
// "peer." for those of the other end, and "listener." for those of the listener. Of the rules
// of a call the first that holds decides. Lines with the same call and the same facts are one
// rule.
//
// A line says what the call may give, as the grid of the chapter on errors does: one of
// the values that "/" separates. "~" says that no clause decides between them or, alone,
// that any answer will do; "~!" leaves out what follows. Then comes what is so then, by
// the words of effects.go; "or" is between what may be so. Last is the passage that decides.
// That POSIX lists an errno on the page of the call need not be said.
const table = `
bind      | closed                             | EBADF                           |                                                        |
bind      | unsaid                             | ~                               |                                                        |
bind      | refused                            | ~ok                             | +unsaid                                                | connect(): after a failure the state is unspecified
bind      | refused                            | ~!ok                            |                                                        |
bind      | reset                              | ~ok                             | +unsaid                                                | what a reset makes of the address is not said
bind      | reset                              | ~!ok                            |                                                        |
bind      | fin nowrite                        | ~ok                             | +unsaid                                                | nor what an orderly end makes of it
bind      | fin nowrite                        | ~!ok                            |                                                        |
bind      | noread nowrite                     | ~ok                             | +unsaid                                                |
bind      | noread nowrite                     | ~EINVAL/EISCONN                 |                                                        |
bind      | listening noread                   | ~ok                             | +unsaid                                                |
bind      | listening noread                   | ~!ok                            |                                                        |
bind      | listening mute                     | ~ok                             | +unsaid                                                |
bind      | listening mute                     | ~!ok                            |                                                        |
bind      | connected                          | EINVAL/EISCONN                  |                                                        |
bind      | bound                              | ~EINVAL/ok                      |                                                        |
bind      | noread                             | ok                              | +bound                                                 |
bind      | noread                             | EINVAL                          |                                                        | bind() [EINVAL]: the socket has been shut down
bind      | mute                               | ok                              | +bound                                                 |
bind      | mute                               | EINVAL                          |                                                        | bind() [EINVAL]: the socket has been shut down
bind      |                                    | ok                              | +bound                                                 | bind(): it assigns an address to a socket that has none

listen    | closed                             | EBADF                           |                                                        |
listen    | unsaid                             | ~                               |                                                        |
listen    | refused                            | ~ok                             | +unsaid                                                | connect(): after a failure the state is unspecified
listen    | refused                            | ~!ok                            |                                                        |
listen    | reset                              | ~ok                             | +unsaid                                                |
listen    | reset                              | ~!ok                            |                                                        |
listen    | noread nowrite                     | ~ok                             | +unsaid                                                | listen() [EINVAL]: the socket has been shut down
listen    | noread nowrite                     | ~!ok                            |                                                        |
listen    | fin nowrite                        | ~ok                             | +unsaid                                                |
listen    | fin nowrite                        | ~!ok                            |                                                        |
listen    | connected                          | EINVAL                          |                                                        |
listen    | listening noread                   | ~ok                             | +unsaid                                                |
listen    | listening noread                   | ~!ok                            |                                                        |
listen    | listening mute                     | ~ok                             | +unsaid                                                |
listen    | listening mute                     | ~!ok                            |                                                        |
listen    | listening                          | ok                              |                                                        | listen(): it marks a socket as accepting connections
listen    | noread                             | ok                              | +bound +wild +listening                                |
listen    | noread                             | EINVAL/EDESTADDRREQ             |                                                        | listen() [EINVAL]: the socket has been shut down
listen    | mute                               | ok                              | +bound +wild +listening                                |
listen    | mute                               | EINVAL/EDESTADDRREQ             |                                                        | listen() [EINVAL]: the socket has been shut down
listen    | bound                              | ok                              | +listening                                             | listen(): it marks a socket as accepting connections
listen    |                                    | ~ok                             | +bound +wild +listening                                |
listen    |                                    | ~EDESTADDRREQ/EINVAL            |                                                        |

accept    | closed                             | EBADF                           |                                                        |
accept    | unsaid                             | ~                               |                                                        |
accept    | listening noread peer.queued       | ~conn                           | accepts                                                |
accept    | listening noread peer.queued       | ~EINVAL/EAGAIN/ECONNABORTED     |                                                        |
accept    | listening noread                   | ~EINVAL/EAGAIN/ECONNABORTED     |                                                        |
accept    | listening peer.queued peer.reset   | ~conn                           | accepts                                                |
accept    | listening peer.queued peer.reset   | ~ECONNABORTED/ECONNRESET/EAGAIN | loses                                                  | accept() [ECONNABORTED]; a system may do without such a connection
accept    | listening mute peer.queued         | ~conn                           | accepts                                                |
accept    | listening mute peer.queued         | ~EINVAL/EAGAIN/ECONNABORTED     |                                                        |
accept    | listening mute                     | ~EINVAL/EAGAIN                  |                                                        |
accept    | listening peer.queued              | conn                            | accepts                                                | accept(): it takes the first connection from the queue
accept    | listening                          | EAGAIN                          |                                                        |
accept    |                                    | EINVAL                          |                                                        |

connect   | closed                             | EBADF                           |                                                        |
connect   | unsaid                             | ~                               |                                                        |
connect   | reset unasked                      | ~                               | or -pending or +unsaid                                 | connect(): after a failure the state is unspecified
connect   | refused                            | ~ok                             | +unsaid                                                | connect(): after a failure the state is unspecified
connect   | refused                            | ~!ok                            | or -pending                                            | XSH 2.10.10 does not say whether connect tells it
connect   | reset                              | ~ok                             | +unsaid                                                |
connect   | reset                              | ~!ok                            | or -pending                                            |
connect   | fin nowrite                        | ~ok                             | +unsaid                                                |
connect   | fin nowrite                        | ~!ok                            |                                                        |
connect   | noread nowrite                     | ~ok                             | +unsaid                                                |
connect   | noread nowrite                     | ~!ok                            |                                                        |
connect   | connected unasked                  | ~ok/EISCONN                     | -unasked                                               |
connect   | connected                          | EISCONN                         |                                                        |
connect   | listening                          | ~ok                             | +unsaid                                                | connect() [EOPNOTSUPP] may be told of a listener
connect   | listening                          | ~!ok                            | or +unsaid                                             | connect(): after a failure the state is unspecified
connect   | listener.listening listener.noread | ~ok                             | makes or makes +unsaid                                 | no clause says what is accepted of a listener that was shut down
connect   | listener.listening listener.noread | ~ECONNREFUSED/ECONNRESET        | +refused                                               |
connect   | listener.listening listener.mute   | ok                              | makes or makes +unsaid                                 | no clause says what is accepted of a listener that was shut down
connect   | mute listener.listening            | ok                              | makes or makes +unsaid                                 | XSH 2.3: the shutdown that failed may have had its effect, and which is not said
connect   | noread listener.listening          | ok                              | makes or makes +unsaid                                 | XSH 2.3: the shutdown that failed may have had its effect, and which is not said
connect   | listener.listening                 | ok                              | makes                                                  | connect(): it makes the connection
connect   |                                    | ECONNREFUSED/ECONNRESET         | +refused                                               |

begin     | listener.listening listener.noread | ~ok                             | makes or makes +unsaid                                 | no clause says what is accepted of a listener that was shut down
begin     | listener.listening listener.noread | ~EINPROGRESS                    | makes +unasked or makes +unsaid or +refused +pending   |
begin     | listener.listening listener.noread | ~ECONNREFUSED/ECONNRESET        | +refused                                               |
begin     | listener.listening listener.mute   | ok                              | makes or makes +unsaid                                 | no clause says what is accepted of a listener that was shut down
begin     | listener.listening listener.mute   | EINPROGRESS                     | makes +unasked or makes +unsaid                        | connect() [EINPROGRESS]: it is made asynchronously
begin     | mute listener.listening            | ok                              | makes or makes +unsaid                                 | XSH 2.3: the shutdown that failed may have had its effect, and which is not said
begin     | mute listener.listening            | EINPROGRESS                     | makes +unasked or makes +unsaid                        | connect() [EINPROGRESS]: it is made asynchronously
begin     | noread listener.listening          | ok                              | makes or makes +unsaid                                 | XSH 2.3: the shutdown that failed may have had its effect, and which is not said
begin     | noread listener.listening          | EINPROGRESS                     | makes +unasked or makes +unsaid                        | connect() [EINPROGRESS]: it is made asynchronously
begin     | listener.listening                 | ok                              | makes                                                  | connect(): it makes the connection
begin     | listener.listening                 | EINPROGRESS                     | makes +unasked                                         | connect() [EINPROGRESS]: it is made asynchronously
begin     |                                    | EINPROGRESS                     | +refused +pending                                      | XSH 2.10.15 [ECONNREFUSED]
begin     |                                    | ECONNREFUSED/ECONNRESET         | +refused                                               |

send      | closed                             | EBADF                           |                                                        |
send      | unsaid                             | ~                               |                                                        |
send      | refused pending                    | ECONNREFUSED                    | -pending                                               | XSH 2.10.10: the pending error is told, and cleared
send      | refused pending                    | ENOTCONN/EPIPE                  |                                                        |
send      | refused                            | ~                               |                                                        |
send      | reset pending noread               | ECONNRESET/ECONNABORTED         | -pending                                               | XSH 2.10.15: the connection was aborted by the peer, or locally
send      | reset pending noread               | EPIPE                           | or -pending                                            |
send      | reset pending fin                  | ECONNRESET                      | -pending                                               | XSH 2.10.10: the pending error is told, and cleared
send      | reset pending fin                  | EPIPE                           | or -pending                                            | XSH 2.10.14
send      | reset pending                      | ECONNRESET                      | -pending                                               | XSH 2.10.10: the pending error is told, and cleared
send      | reset pending                      | EPIPE                           |                                                        | XSH 2.10.14: it is no longer connected
send      | reset fin                          | EPIPE                           |                                                        | XSH 2.10.14
send      | reset                              | EPIPE                           |                                                        | XSH 2.10.14
send      | nowrite                            | EPIPE                           |                                                        |
send      | mute connected                     | EPIPE                           |                                                        |
send      | connected gone                     | ~bytes                          | +doomed                                                | RFC 9293, 3.6.1 (SHLD-3): what comes for a closed socket is answered with a reset
send      | connected gone                     | ~EPIPE/ECONNRESET               |                                                        |
send      | connected peer.noread              | bytes                           | sends or sends dooms +doomed                           | XSH 2.10.15 [ECONNABORTED]: what nobody will receive may have the system abort the connection
send      | connected                          | bytes                           | sends                                                  | send(): it returns the number of bytes sent
send      |                                    | ENOTCONN/EPIPE                  |                                                        |

recv      | closed                             | EBADF                           |                                                        |
recv      | unsaid                             | ~                               |                                                        |
recv      | refused pending noread             | ~                               | or -pending                                            |
recv      | refused pending                    | ECONNREFUSED                    | -pending                                               | XSH 2.10.10: the pending error is told, and cleared
recv      | refused                            | ~                               |                                                        |
recv      | reset pending noread               | ~!ECONNRESET                    |                                                        |
recv      | reset pending noread               | ~ECONNRESET                     | -pending                                               |
recv      | reset pending fin data             | ~bytes                          |                                                        |
recv      | reset pending fin data             | ~all bytes                      | -data                                                  |
recv      | reset pending fin data             | ~0 B                            |                                                        |
recv      | reset pending fin data             | ~ECONNRESET                     | -pending                                               |
recv      | reset pending fin                  | ~0 B                            |                                                        | a reset behind the end of the stream need not be told
recv      | reset pending fin                  | ~ECONNRESET                     | -pending                                               |
recv      | reset pending data                 | ~bytes                          |                                                        |
recv      | reset pending data                 | ~all bytes                      | -data                                                  |
recv      | reset pending data                 | ~ECONNRESET                     | -pending                                               |
recv      | reset pending                      | ECONNRESET                      | -pending                                               | XSH 2.10.10: the pending error is told, and cleared
recv      | reset                              | ~!ECONNRESET                    |                                                        | XSH 2.10.10: it was told, and is not told again
recv      | listening mute                     | ~                               |                                                        |
recv      | noread                             | ~                               |                                                        |
recv      | connected data                     | bytes                           |                                                        | recv(): data is returned as soon as it is there
recv      | connected data                     | all bytes                       | -data                                                  |
recv      | connected fin                      | 0 B                             |                                                        | recv(): 0 when the peer has ended the stream
recv      | connected                          | EAGAIN                          |                                                        |
recv      |                                    | ENOTCONN                        |                                                        |

peek      | closed                             | EBADF                           |                                                        |
peek      | unsaid                             | ~                               |                                                        |
peek      | refused pending noread             | ~                               | or -pending                                            |
peek      | refused pending                    | ECONNREFUSED                    | or -pending                                            | XSH 2.10.10: the pending error is told
peek      | refused                            | ~                               |                                                        |
peek      | reset pending noread               | ~!ECONNRESET                    |                                                        |
peek      | reset pending noread               | ~ECONNRESET                     | or -pending                                            |
peek      | reset pending fin data             | ~bytes/all bytes/0 B            |                                                        |
peek      | reset pending fin data             | ~ECONNRESET                     | or -pending                                            |
peek      | reset pending fin                  | ~0 B                            |                                                        |
peek      | reset pending fin                  | ~ECONNRESET                     | or -pending                                            |
peek      | reset pending data                 | ~bytes/all bytes                |                                                        |
peek      | reset pending data                 | ~ECONNRESET                     | or -pending                                            |
peek      | reset pending                      | ECONNRESET                      | or -pending                                            | XSH 2.10.10: the pending error is told
peek      | reset                              | ~!ECONNRESET                    |                                                        |
peek      | listening mute                     | ~                               |                                                        |
peek      | noread                             | ~                               |                                                        |
peek      | connected data                     | bytes/all bytes                 |                                                        | recv(): data is returned as soon as it is there
peek      | connected fin                      | 0 B                             |                                                        | recv(): 0 when the peer has ended the stream
peek      | connected                          | EAGAIN                          |                                                        |
peek      |                                    | ENOTCONN                        |                                                        |

shut RD   | closed                             | EBADF                           |                                                        |
shut RD   | unsaid                             | ~                               |                                                        |
shut RD   | refused                            | ENOTCONN                        | or +noread                                             | XSH 2.3: what was asked for may have been done in part
shut RD   | reset                              | ENOTCONN                        | or +noread                                             | XSH 2.3
shut RD   | fin nowrite data                   | ~ENOTCONN/ok                    | +noread or +noread +doomed dooms                       | XSH 2.10.15 [ECONNABORTED]: what nobody will receive may have the system abort the connection
shut RD   | fin nowrite                        | ~ENOTCONN/ok                    | +noread                                                |
shut RD   | noread nowrite                     | ~ok/ENOTCONN                    |                                                        |
shut RD   | connected nowrite data             | ok                              | +noread or +noread +doomed dooms                       |
shut RD   | connected                          | ok                              | +noread                                                | shutdown(): it shuts down a side of a connection
shut RD   | listening                          | ~ok                             | +noread or +noread quits                               |
shut RD   | listening                          | ~ENOTCONN                       |                                                        |
shut RD   |                                    | ENOTCONN                        | or +noread                                             | XSH 2.3: what was asked for may have been done in part

shut WR   | closed                             | EBADF                           |                                                        |
shut WR   | unsaid                             | ~                               |                                                        |
shut WR   | refused                            | ENOTCONN                        |                                                        |
shut WR   | reset                              | ENOTCONN                        |                                                        |
shut WR   | fin nowrite                        | ~ENOTCONN/ok                    |                                                        |
shut WR   | noread nowrite                     | ~ok/ENOTCONN                    |                                                        |
shut WR   | connected noread data              | ok                              | ends or ends +doomed dooms                             |
shut WR   | connected                          | ok                              | ends                                                   | shutdown(): it shuts down a side of a connection
shut WR   | listening                          | ~ok                             | +mute                                                  |
shut WR   | listening                          | ~ENOTCONN                       |                                                        |
shut WR   |                                    | ENOTCONN                        | or +mute                                               | XSH 2.3: what was asked for may have been done in part

shut RDWR | closed                             | EBADF                           |                                                        |
shut RDWR | unsaid                             | ~                               |                                                        |
shut RDWR | refused                            | ENOTCONN                        | or +noread                                             | XSH 2.3
shut RDWR | reset                              | ENOTCONN                        | or +noread                                             | XSH 2.3
shut RDWR | fin nowrite data                   | ~ENOTCONN/ok                    | +noread or +noread +doomed dooms                       |
shut RDWR | fin nowrite                        | ~ENOTCONN/ok                    | +noread                                                |
shut RDWR | noread nowrite                     | ~ok/ENOTCONN                    |                                                        |
shut RDWR | connected data                     | ok                              | +noread ends or +noread ends +doomed dooms             |
shut RDWR | connected                          | ok                              | +noread ends                                           | shutdown(): it shuts down both sides of a connection
shut RDWR | listening                          | ~ok                             | +noread +mute or +noread +mute quits                   |
shut RDWR | listening                          | ~ENOTCONN                       |                                                        |
shut RDWR |                                    | ENOTCONN                        | or +noread or +mute or +noread +mute                   | XSH 2.3: what was asked for may have been done in part

sockname  | closed                             | EBADF                           |                                                        |
sockname  | unsaid                             | ~                               |                                                        |
sockname  | refused                            | ~                               |                                                        |
sockname  | reset                              | ~lo:port/EINVAL                 |                                                        |
sockname  | wild                               | *:port/lo:port                  |                                                        |
sockname  | connected fin nowrite              | ~lo:port/EINVAL                 |                                                        |
sockname  | connected noread nowrite           | ~lo:port/EINVAL                 |                                                        |
sockname  | listening noread                   | ~lo:port/EINVAL                 |                                                        |
sockname  | listening mute                     | ~lo:port/EINVAL                 |                                                        |
sockname  | connected noread                   | lo:port/EINVAL                  |                                                        |
sockname  | connected nowrite                  | lo:port/EINVAL                  |                                                        |
sockname  | noread                             | ~                               |                                                        |
sockname  | mute                               | ~                               |                                                        |
sockname  | bound                              | lo:port                         |                                                        | getsockname(): the address that the socket is bound to
sockname  |                                    | ~                               |                                                        | getsockname(): the name of a socket that was not bound is unspecified

peername  | closed                             | EBADF                           |                                                        |
peername  | unsaid                             | ~                               |                                                        |
peername  | refused                            | ~                               |                                                        |
peername  | reset                              | ENOTCONN/EINVAL                 |                                                        |
peername  | fin nowrite                        | ~ENOTCONN/EINVAL/lo:port        |                                                        |
peername  | connected noread nowrite           | ~lo:port/EINVAL/ENOTCONN        |                                                        |
peername  | connected noread                   | lo:port/EINVAL                  |                                                        |
peername  | connected nowrite                  | lo:port/EINVAL                  |                                                        |
peername  | connected mute                     | lo:port/EINVAL                  |                                                        |
peername  | connected                          | lo:port                         |                                                        | getpeername(): the address of the peer
peername  | noread                             | ENOTCONN/EINVAL                 |                                                        |
peername  | mute                               | ENOTCONN/EINVAL                 |                                                        |
peername  |                                    | ENOTCONN                        |                                                        |

SO_ERROR  | closed                             | EBADF                           |                                                        |
SO_ERROR  | unsaid                             | ~                               |                                                        |
SO_ERROR  | refused pending                    | ECONNREFUSED                    | -pending                                               | XSH 2.10.10: the pending error is told, and cleared
SO_ERROR  | refused                            | 0                               |                                                        | XSH 2.10.10: one that was told is cleared
SO_ERROR  | reset pending fin                  | ~                               | -pending                                               |
SO_ERROR  | reset pending noread               | ~                               | -pending                                               |
SO_ERROR  | reset pending                      | ECONNRESET                      | -pending                                               | XSH 2.10.10: the pending error is told, and cleared
SO_ERROR  | reset                              | 0                               |                                                        | XSH 2.10.10: one that was told is cleared
SO_ERROR  | listening noread                   | ~0/EINVAL                       |                                                        |
SO_ERROR  | listening mute                     | ~0/EINVAL                       |                                                        |
SO_ERROR  | fin nowrite                        | ~0/EINVAL                       |                                                        |
SO_ERROR  | noread nowrite                     | ~0/EINVAL                       |                                                        |
SO_ERROR  | noread                             | 0/EINVAL                        |                                                        |
SO_ERROR  | nowrite                            | 0/EINVAL                        |                                                        |
SO_ERROR  | mute                               | 0/EINVAL                        |                                                        |
SO_ERROR  |                                    | 0                               |                                                        | XSH 2.10.10: no error is pending

ready     | closed                             | EBADF                           |                                                        |
ready     | unsaid                             | ~                               |                                                        |
ready     | refused pending                    | IN OUT/IN HUP                   |                                                        | poll(): neither a receive nor a send would block
ready     | refused                            | ~                               |                                                        |
ready     | reset                              | IN OUT/IN HUP                   |                                                        | poll(): HUP excludes OUT
ready     | listening noread                   | ~                               |                                                        |
ready     | listening mute                     | ~                               |                                                        |
ready     | listening peer.queued peer.reset   | ~                               |                                                        |
ready     | listening peer.queued              | IN                              |                                                        | poll(): an accept would not block
ready     | listening                          | !IN                             |                                                        | poll(): an accept would block
ready     | connected fin nowrite              | IN OUT/IN HUP                   |                                                        | poll(): HUP excludes OUT
ready     | connected fin mute                 | IN OUT/IN HUP                   |                                                        | poll(): HUP excludes OUT
ready     | connected noread nowrite           | OUT/HUP                         |                                                        |
ready     | connected noread mute              | OUT/HUP                         |                                                        |
ready     | connected nowrite data             | IN OUT/IN HUP                   |                                                        | poll(): a receive would not block
ready     | connected nowrite                  | OUT !IN/HUP !IN                 |                                                        | poll(): a receive would block
ready     | connected noread                   | OUT                             |                                                        | poll(): a send would not block
ready     | connected data                     | IN OUT                          |                                                        | poll(): neither a receive nor a send would block
ready     | connected fin                      | IN OUT                          |                                                        | poll(): neither a receive nor a send would block
ready     | connected mute                     | OUT !IN/HUP !IN                 |                                                        | poll(): a receive would block
ready     | connected                          | OUT !IN !ERR !HUP               |                                                        | poll(): a send would not block, a receive would, and nothing has gone wrong
ready     |                                    | ~                               |                                                        |

close     | closed                             | ~ok/EBADF                       |                                                        |
close     | unsaid                             | ~                               | +closed                                                |
close     | reset pending                      | ok/ECONNRESET                   | +closed                                                | FreeBSD close(2) [ECONNRESET]: the pending error is told
close     | connected data                     | ok                              | resets +closed or parts +closed or parts dooms +closed | RFC 9293, 3.6.1 (SHLD-3): with data unread it is to be a reset
close     | connected                          | ok                              | parts +closed                                          |
close     | listening peer.queued              | ok                              | quits +closed or quits hangs +closed                   | no clause says what becomes of the queue
close     |                                    | ok                              | +closed                                                |

reset     | closed                             | ~ok/EBADF                       |                                                        |
reset     | unsaid                             | ~                               | +closed                                                |
reset     | reset pending                      | ok/ECONNRESET                   | +closed                                                | FreeBSD close(2) [ECONNRESET]: the pending error is told
reset     | connected fin nowrite data         | ok                              | resets +closed or parts +closed                        | the end may be on its way still, behind the data
reset     | connected fin nowrite noread       | ok                              | resets +closed or parts +closed                        |
reset     | connected fin nowrite              | ok                              | parts +closed                                          |
reset     | connected                          | ok                              | resets +closed                                         | close() with SO_LINGER on, and its time 0
reset     | listening peer.queued              | ok                              | quits +closed or quits hangs +closed                   |
reset     |                                    | ok                              | +closed                                                |
`
