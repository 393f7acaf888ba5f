import socket

socket.setdefaulttimeout(10)
listener = socket.create_server(("127.0.0.1", 0))
client = socket.create_connection(listener.getsockname())  # it is connected
client.sendall(b"nobody has called accept")
client.close()
server, _ = listener.accept()
print(server.recv(100))  # b'nobody has called accept'
