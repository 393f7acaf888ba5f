import socket

socket.setdefaulttimeout(10)
a, b = socket.socketpair()  # both ends in this process
a.sendall(b"no second computer")
print(b.recv(100))  # b'no second computer'
