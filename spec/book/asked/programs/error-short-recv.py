import socket

socket.setdefaulttimeout(10)
listener = socket.create_server(("127.0.0.1", 0))
client = socket.create_connection(listener.getsockname())
server, address = listener.accept()

def recv_exactly(s, n):
    data = b""
    while len(data) < n:
        piece = s.recv(n - len(data))
        if not piece:
            raise EOFError(f"{n - len(data)} bytes are missing")
        data += piece
    return data


client.sendall(b"sock")
client.sendall(b"et")
print(recv_exactly(server, 5), recv_exactly(server, 1))  # b'socke' b't'
