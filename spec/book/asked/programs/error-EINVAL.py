import socket

socket.setdefaulttimeout(10)
server = socket.socket()
server.bind(("127.0.0.1", 0))
for call in (server.accept, lambda: server.bind(("127.0.0.1", 0))):  # listen is missing; bound twice
    try:
        call()
    except OSError as error:
        print(repr(error))  # OSError(22, 'Invalid argument'), twice
