import errno
import select
import socket

listener = socket.create_server(("127.0.0.1", 0), backlog=0)
clients, answered = [], True
while answered:  # until more clients have come than are admitted: the last gets no answer
    clients.append(socket.socket())
    clients[-1].setblocking(False)
    answer = clients[-1].connect_ex(listener.getsockname())
    answered = select.select([], clients[-1:], [], 0.2)[1]
print(errno.errorcode[answer])  # EINPROGRESS
print(errno.errorcode[clients[-1].connect_ex(listener.getsockname())])  # EALREADY
