"""The work of the benchmarks in Python: a thread for each connection.

    bench.py WORK N SIZE CONNECTIONS TIMEOUT_MS

prints the nanoseconds that N operations have taken. 0 ms is no timeout.
"""

import socket
import struct
import sys
import threading
import time

work = sys.argv[1]
n, size, conns, timeout_ms = map(int, sys.argv[2:])
timeout = timeout_ms / 1000 or None
listener = socket.create_server(("127.0.0.1", 0), backlog=4096)
addr = listener.getsockname()


def ready_to_use(s):
    s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    s.settimeout(timeout)
    return s


def dial():
    return ready_to_use(socket.create_connection(addr))


def take():
    return ready_to_use(listener.accept()[0])


def recv_all(s, room):
    left = len(room)
    while left:
        got = s.recv_into(room, left)
        if not got:
            raise EOFError
        left -= got


def echo(s):
    room = bytearray(size)
    view = memoryview(room)
    while got := s.recv_into(room):
        s.sendall(view[:got])
    s.close()


def drain(s):
    room = bytearray(256 << 10)
    while s.recv_into(room):
        pass
    s.close()


def ask(s, times):
    room = bytearray(size)
    for _ in range(times):
        s.sendall(room)
        recv_all(s, room)


def pour(s, times):
    room = bytearray(size)
    for _ in range(times):
        s.sendall(room)
    s.shutdown(socket.SHUT_WR)


def visit(times):
    for _ in range(times):
        s = dial()
        if s.recv(1):
            raise ValueError("the end was due")
        s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        s.close()


def accept_and_close():
    for _ in range(n):
        take().close()


def shares():
    return [n // conns + (i < n % conns) for i in range(conns)]


def started(f, *args):
    t = threading.Thread(target=f, args=args, daemon=True)
    t.start()
    return t


def on_connections(client, server, all_received):
    ends, servers = [], []
    for _ in range(conns):
        ends.append(dial())
        servers.append(started(server, take()))
    begun = time.perf_counter_ns()
    clients = [started(client, s, times) for s, times in zip(ends, shares())]
    for t in clients + (servers if all_received else []):
        t.join()
    return time.perf_counter_ns() - begun


def connections():
    begun = time.perf_counter_ns()
    threads = [started(accept_and_close)] + [started(visit, times) for times in shares()]
    for t in threads:
        t.join()
    return time.perf_counter_ns() - begun


def ready():
    stock = 32 << 10
    sender, receiver = dial(), take()
    room, taken = bytearray(1), 0
    for left in range(n, 0, -stock):
        sender.sendall(bytes(stock))
        begun = time.perf_counter_ns()
        for _ in range(min(stock, left)):
            receiver.recv_into(room)
        taken += time.perf_counter_ns() - begun
    return taken


print(
    {
        "ready": ready,
        "pingpong": lambda: on_connections(ask, echo, False),
        "echo": lambda: on_connections(ask, echo, False),
        "stream": lambda: on_connections(pour, drain, True),
        "connections": connections,
    }[work]()
)
