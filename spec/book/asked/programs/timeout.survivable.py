import socket

socket.setdefaulttimeout(10)
listener = socket.create_server(("127.0.0.1", 0))
client = socket.create_connection(listener.getsockname())
server, address = listener.accept()

server.settimeout(0.01)
try:
    server.recv(100)
except TimeoutError as error:
    print(error)  # timed out
client.sendall(b"nothing is lost")
server.settimeout(10)
print(server.recv(100))  # b'nothing is lost'
