import socket

socket.setdefaulttimeout(10)
member = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
try:
    for n in range(10_000):  # one limit of many: how many groups a socket may be a member of
        group = socket.inet_aton(f"239.1.{n // 200}.{n % 200 + 1}") + socket.inet_aton("127.0.0.1")
        member.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, group)
except OSError as error:
    print(repr(error))  # OSError(105, 'No buffer space available')
