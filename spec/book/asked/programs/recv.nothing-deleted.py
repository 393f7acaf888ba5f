import socket

socket.setdefaulttimeout(10)
listener = socket.create_server(("127.0.0.1", 0))
client = socket.create_connection(listener.getsockname())
server, address = listener.accept()

client.sendall(b"socket")
print(server.recv(4))  # b'sock'
client.sendall(b"s")
print(server.recv(3, socket.MSG_WAITALL))  # b'ets'
