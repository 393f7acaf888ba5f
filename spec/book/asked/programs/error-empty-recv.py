import socket

socket.setdefaulttimeout(10)
listener = socket.create_server(("127.0.0.1", 0))
client = socket.create_connection(listener.getsockname())
server, address = listener.accept()

server.sendall(b"bye")
server.close()
print(client.recv(100))  # b'bye'
print(client.recv(100))  # b''
print(client.recv(100))  # b''
