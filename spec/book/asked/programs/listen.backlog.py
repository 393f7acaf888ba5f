import socket

socket.setdefaulttimeout(10)
listener = socket.create_server(("127.0.0.1", 0), backlog=5)
pairs = []
for _ in range(20):
    client = socket.create_connection(listener.getsockname())
    server, _ = listener.accept()  # makes room in the queue
    pairs.append((client, server))
for client, server in pairs:
    client.sendall(b"x")
print(sum(len(server.recv(1)) for _, server in pairs))  # 20
