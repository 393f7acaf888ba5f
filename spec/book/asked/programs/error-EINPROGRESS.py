import select
import socket

socket.setdefaulttimeout(10)
listener = socket.create_server(("127.0.0.1", 0))
client = socket.socket()
client.setblocking(False)
try:
    client.connect(listener.getsockname())
except OSError as error:
    print(repr(error))  # BlockingIOError(115, 'Operation now in progress')
select.select([], [client], [], 10)  # writable: the attempt has ended
print(client.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR))  # 0
