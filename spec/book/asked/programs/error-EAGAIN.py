import select
import socket

socket.setdefaulttimeout(10)
listener = socket.create_server(("127.0.0.1", 0))
client = socket.create_connection(listener.getsockname())
server, address = listener.accept()

client.setblocking(False)
try:
    client.recv(100)
except BlockingIOError as error:
    print(repr(error))  # BlockingIOError(11, 'Resource temporarily unavailable')
server.sendall(b"now")
select.select([client], [], [], 10)  # wait until there is something
print(client.recv(100))  # b'now'
