import errno
import socket

socket.setdefaulttimeout(10)
for wrong in ((9999, socket.SOCK_STREAM), (socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_UDP)):
    try:
        socket.socket(*wrong)
    except OSError as error:
        print(errno.errorcode[error.errno])  # EAFNOSUPPORT, then EPROTONOSUPPORT
for family, kind, protocol, _, address in socket.getaddrinfo("127.0.0.1", 80, type=socket.SOCK_STREAM):
    print(socket.socket(family, kind, protocol).family.name, address)  # AF_INET ('127.0.0.1', 80)
