import errno
import select
import socket

socket.setdefaulttimeout(10)
bound = socket.socket()
bound.bind(("127.0.0.1", 0))  # has the port, and does not listen
client = socket.socket()
client.setblocking(False)
client.connect_ex(bound.getsockname())
select.select([], [client], [], 10)
print(errno.errorcode[client.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)])  # ECONNREFUSED
print(errno.errorcode[client.connect_ex(bound.getsockname())])  # ECONNABORTED
