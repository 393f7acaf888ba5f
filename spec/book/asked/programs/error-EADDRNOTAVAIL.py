import socket

socket.setdefaulttimeout(10)
server = socket.socket()
try:
    server.bind(("203.0.113.1", 0))  # an address for examples: not of this machine
except OSError as error:
    print(repr(error))  # OSError(99, 'Cannot assign requested address')
server.bind(("0.0.0.0", 0))  # every address of this machine
