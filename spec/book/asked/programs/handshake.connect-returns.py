import socket

socket.setdefaulttimeout(10)
listener = socket.create_server(("127.0.0.1", 0))
client = socket.socket()
client.setblocking(False)
client.connect_ex(listener.getsockname())  # returns at once; nobody waits in connect
server, address = listener.accept()  # and the ACK has come all the same
print(address == client.getsockname())  # True
