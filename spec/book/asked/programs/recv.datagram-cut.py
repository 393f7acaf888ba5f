import socket

socket.setdefaulttimeout(10)
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("127.0.0.1", 0))
client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
client.sendto(b"socket", server.getsockname())
client.sendto(b"next", server.getsockname())
print(server.recv(4))  # b'sock'
print(server.recv(4))  # b'next'
