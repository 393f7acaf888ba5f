import socket

socket.setdefaulttimeout(10)
client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
try:
    client.sendto(b"to all", ("127.255.255.255", 9))  # a broadcast address
except OSError as error:
    print(repr(error))  # PermissionError(13, 'Permission denied')
client.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
print(client.sendto(b"to all", ("127.255.255.255", 9)))  # 6
