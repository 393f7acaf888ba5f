import socket
import time

socket.setdefaulttimeout(10)
listener = socket.create_server(("127.0.0.1", 0))
client = socket.create_connection(listener.getsockname())
server, address = listener.accept()

def state(s):  # Linux: the first byte of TCP_INFO
    number = s.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1)[0]
    return {4: "FIN_WAIT1", 5: "FIN_WAIT2"}[number]


client.shutdown(socket.SHUT_WR)  # the first FIN
print(server.recv(100))  # b''
while state(client) == "FIN_WAIT1":  # the FIN is not acknowledged yet
    time.sleep(0.001)
print(state(client))  # FIN_WAIT2
server.sendall(b"not yet")  # the ACK went alone: four segments
print(client.recv(100))  # b'not yet'
server.close()
print(client.recv(100))  # b''
