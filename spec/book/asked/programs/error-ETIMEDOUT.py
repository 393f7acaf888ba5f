import errno
import select
import socket

listener = socket.create_server(("127.0.0.1", 0), backlog=0)
clients, timed_out = [], None
while not timed_out:  # until more clients have come than are admitted: the last gets no answer
    clients.append(socket.socket())
    clients[-1].setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, 1)  # Linux: give up soon
    clients[-1].settimeout(0.2)
    try:
        clients[-1].connect(listener.getsockname())
    except TimeoutError as error:
        timed_out = repr(error)
print(timed_out)  # TimeoutError('timed out')
select.select([], clients[-1:], [], 10)  # the system goes on by itself, and then gives up
print(errno.errorcode[clients[-1].getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)])  # ETIMEDOUT
