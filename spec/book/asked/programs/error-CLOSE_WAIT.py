import socket

socket.setdefaulttimeout(10)
listener = socket.create_server(("127.0.0.1", 0))
client = socket.create_connection(listener.getsockname())
server, address = listener.accept()

def state(s):  # Linux: the first byte of TCP_INFO
    return {1: "ESTABLISHED", 7: "CLOSE", 8: "CLOSE_WAIT"}[s.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1)[0]]


print(state(server))  # ESTABLISHED
client.close()
print(server.recv(100), state(server))  # b'' CLOSE_WAIT
server.close()  # this is what it has waited for
