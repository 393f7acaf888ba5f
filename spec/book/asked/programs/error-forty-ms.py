import socket
import time

socket.setdefaulttimeout(10)
listener = socket.create_server(("127.0.0.1", 0))
client = socket.create_connection(listener.getsockname())
server, address = listener.accept()

def ask():
    client.sendall(b"head")
    client.sendall(b"body")  # may be held back until the head is acknowledged
    begun = time.monotonic()
    while server.recv(100)[-4:] != b"body":
        pass
    server.sendall(b"answer")
    client.recv(100)
    return time.monotonic() - begun


print(sum(ask() for _ in range(50)))  # … seconds: 2 where each takes 40 ms
client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
print(sum(ask() for _ in range(50)))  # … seconds
