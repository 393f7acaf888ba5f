import socket
import struct

socket.setdefaulttimeout(10)
listener = socket.create_server(("127.0.0.1", 0))
rude = socket.create_connection(listener.getsockname())
rude.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
polite = socket.create_connection(listener.getsockname())
rude.close()  # resets
polite.sendall(b"hello")
for _ in range(2):
    server, _ = listener.accept()
    try:
        print(server.recv(100))  # b'hello'
    except OSError as error:  # except TimeoutError would not catch it
        print(type(error).__name__)  # ConnectionResetError
