import socket

socket.setdefaulttimeout(10)
listener = socket.create_server(("127.0.0.1", 0))
client = socket.create_connection(listener.getsockname())
server, address = listener.accept()

client.sendall(b"a question")
server.settimeout(0.1)
try:
    while server.recv(100):  # waits for the end, which the client has not sent
        pass
except TimeoutError as error:
    print(error)  # timed out
client.shutdown(socket.SHUT_WR)  # no more comes: this the server has waited for
server.settimeout(10)
print(server.recv(100))  # b''
