import socket

socket.setdefaulttimeout(10)
listener = socket.create_server(("127.0.0.1", 0))
client = socket.create_connection(listener.getsockname())
server, address = listener.accept()

for one in (listener, socket.socket()):  # the listener is no connection either
    one.setblocking(False)
    try:
        one.recv(100)
    except OSError as error:
        print(repr(error))  # OSError(107, 'Transport endpoint is not connected'), twice
