import socket
import time

socket.setdefaulttimeout(10)
listener = socket.create_server(("127.0.0.1", 0))
listener.settimeout(0.5)
waited, worked = time.monotonic(), time.thread_time()
try:
    listener.accept()
except TimeoutError:
    waited, worked = time.monotonic() - waited, time.thread_time() - worked
print(worked < waited / 4)  # True
