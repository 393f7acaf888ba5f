import socket
import time

socket.setdefaulttimeout(10)
listener = socket.create_server(("127.0.0.1", 0))
client = socket.create_connection(listener.getsockname())
server, address = listener.accept()

server.settimeout(0.2)
begun = time.monotonic()
for _ in range(6):  # a client that sends a byte from time to time
    client.sendall(b"x")
    server.recv(1)  # the clock begins again
    time.sleep(0.05)
print(time.monotonic() - begun > 0.2)  # True
