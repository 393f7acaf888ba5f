import os
import socket

socket.setdefaulttimeout(10)
listener = socket.create_server(("127.0.0.1", 0))
client = socket.create_connection(listener.getsockname())
server, address = listener.accept()

client.close()
try:
    client.recv(100)
except OSError as error:
    print(repr(error))  # OSError(9, 'Bad file descriptor')
try:
    socket.socket(fileno=os.open(os.devnull, os.O_RDONLY))
except OSError as error:
    print(repr(error))  # OSError(88, 'Socket operation on non-socket')
