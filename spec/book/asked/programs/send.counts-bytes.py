import socket

socket.setdefaulttimeout(10)
listener = socket.create_server(("127.0.0.1", 0))
client = socket.create_connection(listener.getsockname())
server, address = listener.accept()

text = "套接字"
print(len(text))  # 3
print(client.send(text.encode()))  # 9
try:
    client.send(text)
except TypeError as error:
    print(error)  # a bytes-like object is required, not 'str'
