import socket

socket.setdefaulttimeout(10)
listener = socket.create_server(("127.0.0.1", 0))
client = socket.create_connection(listener.getsockname())
server, address = listener.accept()

client.sendall(b"read me")
server.recv(1, socket.MSG_PEEK)
server.close()  # with something unread: it resets
for call in (lambda: client.recv(1), lambda: client.send(b"more")):
    try:
        call()
    except OSError as error:
        print(type(error).__name__)  # ConnectionResetError, then BrokenPipeError
print(client.recv(1))  # b''
