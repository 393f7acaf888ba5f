import socket

socket.setdefaulttimeout(10)
listener = socket.create_server(("127.0.0.1", 0))
first = socket.create_connection(listener.getsockname())
second = socket.create_connection(listener.getsockname())
one, address = listener.accept()
print(address == first.getsockname())  # True
other, _ = listener.accept()
second.sendall(b"I am served first")
print(other.recv(100))  # b'I am served first'
