import socket

socket.setdefaulttimeout(10)
listener = socket.create_server(("127.0.0.1", 0))
client = socket.create_connection(listener.getsockname())
server, address = listener.accept()

client.sendall(b"read me")
server.recv(1, socket.MSG_PEEK)  # it has come
server.close()  # and nobody has read it
try:
    client.recv(100)
except OSError as error:
    print(repr(error))  # ConnectionResetError(104, 'Connection reset by peer')
