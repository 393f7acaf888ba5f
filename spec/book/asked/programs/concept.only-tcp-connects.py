import os
import socket
import tempfile

socket.setdefaulttimeout(10)
with tempfile.TemporaryDirectory() as folder:
    listener = socket.socket(socket.AF_UNIX)  # no TCP, no IP
    listener.bind(os.path.join(folder, "s"))
    listener.listen()
    client = socket.socket(socket.AF_UNIX)
    client.connect(listener.getsockname())
    server, _ = listener.accept()
    client.sendall(b"connected")
    print(server.recv(100))  # b'connected'
