import socket

socket.setdefaulttimeout(10)
client = socket.socket()
try:
    client.getsockopt(socket.SOL_SOCKET, 9999)  # there is none of this number
except OSError as error:
    print(repr(error))  # OSError(92, 'Protocol not available')
client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
