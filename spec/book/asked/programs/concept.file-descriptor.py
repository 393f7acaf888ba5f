import os
import socket

socket.setdefaulttimeout(10)
listener = socket.create_server(("127.0.0.1", 0))
client = socket.create_connection(listener.getsockname())
server, address = listener.accept()

client.sendall(b"a file?")
server.setblocking(True)  # read(2) knows no timeouts of Python
print(os.read(server.fileno(), 100))  # b'a file?'
print(os.write(server.fileno(), b"yes"))  # 3
