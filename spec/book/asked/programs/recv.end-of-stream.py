import socket

socket.setdefaulttimeout(10)
listener = socket.create_server(("127.0.0.1", 0))
client = socket.create_connection(listener.getsockname())
server, address = listener.accept()

server.shutdown(socket.SHUT_WR)  # not closed: it sends no more
print(client.recv(100))  # b''
client.sendall(b"I still may")
print(server.recv(0), server.recv(100))  # b'' b'I still may'
