import socket

socket.setdefaulttimeout(10)
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("127.0.0.1", 0))
client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
client.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 200_000)
print(client.sendto(bytes(65_507), server.getsockname()))  # 65507
try:
    client.sendto(bytes(65_508), server.getsockname())
except OSError as error:
    print(repr(error))  # OSError(90, 'Message too long')
