import socket

socket.setdefaulttimeout(10)
tcp = socket.create_server(("127.0.0.1", 0))
udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
udp.bind(tcp.getsockname())  # the same port, of another protocol
print(udp.getsockname() == tcp.getsockname())  # True
first = socket.create_server(("127.0.0.1", 0), reuse_port=True)
second = socket.create_server(first.getsockname(), reuse_port=True)  # and of the same
print(second.getsockname() == first.getsockname())  # True
