import errno
import socket

socket.setdefaulttimeout(10)
listener = socket.create_server(("127.0.0.1", 0), backlog=0)
for _ in range(5):  # more than are admitted: the last gets no answer
    client = socket.socket()
    client.setblocking(False)
    answer = client.connect_ex(listener.getsockname())
print(errno.errorcode[answer])  # EINPROGRESS
print(errno.errorcode[client.connect_ex(listener.getsockname())])  # EALREADY
