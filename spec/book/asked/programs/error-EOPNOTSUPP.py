import socket

socket.setdefaulttimeout(10)
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("127.0.0.1", 0))
try:
    server.listen()
except OSError as error:
    print(repr(error))  # OSError(95, 'Operation not supported')
client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
client.sendto(b"no need to", server.getsockname())
print(server.recvfrom(100)[0])  # b'no need to'
