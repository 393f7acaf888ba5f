import socket

socket.setdefaulttimeout(10)
bound = socket.socket()
bound.bind(("127.0.0.1", 0))  # has the port, and does not listen
try:
    socket.create_connection(bound.getsockname())
except OSError as error:
    print(repr(error))  # ConnectionRefusedError(111, 'Connection refused')
bound.listen()
print(socket.create_connection(bound.getsockname()).getpeername() == bound.getsockname())  # True
