import socket

socket.setdefaulttimeout(10)
listener = socket.create_server(("127.0.0.1", 0))
client = socket.create_connection(listener.getsockname())
server, address = listener.accept()

try:
    server.connect(client.getsockname())  # it has been accepted
except OSError as error:
    print(repr(error))  # OSError(106, 'Transport endpoint is already connected')
