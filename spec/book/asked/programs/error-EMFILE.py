import resource
import socket

socket.setdefaulttimeout(10)
soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (30, hard))
held = []
try:
    while True:
        held.append(socket.socket())
except OSError as error:
    print(repr(error))  # OSError(24, 'Too many open files')
held.pop().close()  # one is free again
print(socket.socket().family.name)  # AF_INET
