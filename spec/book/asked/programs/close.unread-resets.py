import socket

socket.setdefaulttimeout(10)
listener = socket.create_server(("127.0.0.1", 0))
client = socket.create_connection(listener.getsockname())
server, address = listener.accept()

client.sendall(b"nobody reads this")
server.recv(1, socket.MSG_PEEK)
server.close()  # sends RST, not FIN
try:
    client.recv(100)
except ConnectionResetError as error:
    print(error)  # [Errno 104] Connection reset by peer
