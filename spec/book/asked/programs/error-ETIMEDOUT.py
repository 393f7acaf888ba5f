import errno
import select
import socket

listener = socket.create_server(("127.0.0.1", 0), backlog=0)
queue = [socket.socket() for _ in range(5)]  # more clients than are admitted
for one in queue:
    one.setblocking(False)
    one.connect_ex(listener.getsockname())
client = socket.socket()  # its SYN gets no answer
client.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, 1)  # Linux: give up soon
client.settimeout(0.01)
try:
    client.connect(listener.getsockname())
except OSError as error:
    print(repr(error))  # TimeoutError('timed out')
select.select([], [client], [], 10)  # the system goes on by itself, and then gives up
print(errno.errorcode[client.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)])  # ETIMEDOUT
