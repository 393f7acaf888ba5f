import socket

socket.setdefaulttimeout(10)
client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
client.setsockopt(socket.SOL_SOCKET, socket.SO_DONTROUTE, 1)  # only what is on a link
try:
    client.connect(("198.51.100.1", 9))  # an address for examples: on no link
except OSError as error:
    print(repr(error))  # OSError(101, 'Network is unreachable')
