import socket

socket.setdefaulttimeout(10)
listener = socket.create_server(("127.0.0.1", 0))
client = socket.create_connection(listener.getsockname())
server, address = listener.accept()

client.sendall("é".encode())
first = server.recv(1)
try:
    first.decode()
except UnicodeDecodeError:
    print("half a letter")  # half a letter
print((first + server.recv(1)).decode())  # é
