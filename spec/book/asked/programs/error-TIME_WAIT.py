import socket

socket.setdefaulttimeout(10)


def server_socket(address, reuse):
    s = socket.socket()
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, reuse)
    s.bind(address)
    s.listen()
    return s


for reuse in (0, 1):
    listener = server_socket(("127.0.0.1", 0), reuse)
    address = listener.getsockname()
    client = socket.create_connection(address)
    server, _ = listener.accept()
    server.close()  # closes first: its end will be in TIME_WAIT
    client.recv(1)
    client.close()
    listener.close()
    try:
        print(server_socket(address, reuse).getsockname() == address)  # True
    except OSError as error:
        print(repr(error))  # OSError(98, 'Address already in use')
