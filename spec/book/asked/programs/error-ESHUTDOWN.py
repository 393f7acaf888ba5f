import errno
import socket

socket.setdefaulttimeout(10)
listener = socket.create_server(("127.0.0.1", 0))
client = socket.create_connection(listener.getsockname())
server, address = listener.accept()

client.shutdown(socket.SHUT_WR)
try:
    client.send(b"more")
except BrokenPipeError as error:  # EPIPE on Linux and macOS, ESHUTDOWN on Windows
    print(errno.errorcode[error.errno])  # EPIPE
server.sendall(b"still here")
print(client.recv(100))  # b'still here'
