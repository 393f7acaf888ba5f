import os
import socket
import tempfile

socket.setdefaulttimeout(10)
with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "s")
    for call in (socket.socket(socket.AF_UNIX).connect, socket.socket(socket.AF_UNIX).bind):
        try:
            call(path + "/missing/s")
        except OSError as error:
            print(repr(error))  # FileNotFoundError(2, 'No such file or directory'), twice
    try:
        socket.socket(socket.AF_UNIX).connect("x" * 200)
    except OSError as error:
        print(error)  # AF_UNIX path too long
