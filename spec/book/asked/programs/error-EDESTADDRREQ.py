import socket

socket.setdefaulttimeout(10)
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("127.0.0.1", 0))
client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
try:
    client.send(b"to whom?")
except OSError as error:
    print(repr(error))  # OSError(89, 'Destination address required')
client.sendto(b"to you", server.getsockname())
print(server.recv(100))  # b'to you'
