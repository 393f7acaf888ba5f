import signal
import socket

socket.setdefaulttimeout(10)
listener = socket.create_server(("127.0.0.1", 0))
client = socket.create_connection(listener.getsockname())
server, address = listener.accept()

def handler(number, frame):
    print("a signal")  # a signal
    server.sendall(b"data")


signal.signal(signal.SIGALRM, handler)
signal.setitimer(signal.ITIMER_REAL, 0.01)
print(client.recv(100))  # b'data'
