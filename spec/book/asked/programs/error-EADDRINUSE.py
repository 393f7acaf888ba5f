import errno
import socket

socket.setdefaulttimeout(10)
first = socket.create_server(("127.0.0.1", 0))
try:
    socket.create_server(first.getsockname())
except OSError as error:
    print(errno.errorcode[error.errno])  # EADDRINUSE
other = socket.create_server(("127.0.0.1", 0))  # port 0: the system picks one that is free
print(other.getsockname() == first.getsockname())  # False
