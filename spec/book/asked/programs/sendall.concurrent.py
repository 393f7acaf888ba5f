import socket
import threading

socket.setdefaulttimeout(10)
listener = socket.create_server(("127.0.0.1", 0))
client = socket.create_connection(listener.getsockname())
server, address = listener.accept()

lock = threading.Lock()


def say(letter):
    with lock:  # without it the letters may mix
        client.sendall(letter * 1_000_000)


for letter in (b"a", b"b"):
    threading.Thread(target=say, args=(letter,)).start()
data = b""
while len(data) < 2_000_000:
    data += server.recv(100_000)
print(data.count(b"a"), data.count(b"b"), len(set(data[:1_000_000])))  # 1000000 1000000 1
