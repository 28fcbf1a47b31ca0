"""SOCK_SEQPACKET: connections of the Unix domain that keep the borders of messages"""

import os
import select
import socket
import tempfile
import threading

PACKETS = socket.SOCK_SEQPACKET


def attempt(name, function, *arguments):
    try:
        print(name, function(*arguments))
    except OSError as error:
        print(name, type(error).__name__, error)


# A pair
left, right = socket.socketpair(socket.AF_UNIX, PACKETS)
print(left.type, left.getsockopt(socket.SOL_SOCKET, socket.SO_TYPE), repr(left.getsockname()), repr(left.getpeername()))
print([left.send(data) for data in (b"one", b"second", b"", b"x")])
print([right.recv(size) for size in (100, 3, 10, 100)])
left.sendmsg([b"ab", b"cdef"])
left.sendmsg([b"ab", b"cd"])
print(right.recvmsg(3), right.recvmsg(100, 100))
left.send(b"peeked")
print(right.recv(2, socket.MSG_PEEK), right.recvfrom(100))
left.send(b"wa")
left.send(b"it")
print(right.recv(100, socket.MSG_WAITALL), right.recv(100))
left.send(b"abcdef")
buffer = bytearray(3)
print(right.recv_into(buffer), buffer)
os.write(left.fileno(), b"by descriptor")
print(os.read(right.fileno(), 4))
right.setblocking(False)
attempt("nothing there", right.recv, 1)
right.setblocking(True)
attempt("too large", left.send, bytes(212_961))
print(left.send(bytes(212_960)), len(right.recv(300_000)))
print(left.sendto(b"address ignored", "/nowhere"), right.recv(100))
poll = select.poll()
poll.register(right, select.POLLIN | select.POLLOUT | select.POLLRDHUP)
print(poll.poll(0)[0][1] == select.POLLOUT)
left.send(b"last")
print(poll.poll(0)[0][1] == select.POLLIN | select.POLLOUT)
left.shutdown(socket.SHUT_WR)
attempt("after the end", left.send, b"x")
print(right.recv(9), right.recv(9), right.recv(9))
print(poll.poll(0)[0][1] == select.POLLIN | select.POLLOUT | select.POLLRDHUP)
print(right.send(b"back"), left.recv(9))
right.close()
attempt("closed", left.send, b"x")
attempt("closed", left.recv, 9)
left.close()
left, right = socket.socketpair(socket.AF_UNIX, PACKETS)
left.send(b"unread")
right.close()
attempt("unread", left.recv, 9)
attempt("unread", left.recv, 9)
left.close()

# Descriptors, and waiting for room
left, right = socket.socketpair(socket.AF_UNIX, PACKETS)
reading, writing = os.pipe()
socket.send_fds(left, [b"with a descriptor"], [writing])
left.send(b"without")
message, [fd], flags, address = socket.recv_fds(right, 100, 3)
os.write(fd, b"through it")
print(message, flags, address, os.read(reading, 100), right.recv(100))
left.settimeout(0.05)
try:
    while True:
        left.send(bytes(10_000))
except TimeoutError as error:
    print(error)
left.settimeout(None)
thread = threading.Thread(target=left.send, args=(b"end",))
thread.start()
sizes = set()
while (message := right.recv(20_000)) != b"end":
    sizes.add(len(message))
thread.join()
print(sizes)
left.close()
right.close()

# A server
path = os.path.join(tempfile.mkdtemp(), "server")
unbound = socket.socket(socket.AF_UNIX, PACKETS)
for call in (unbound.getpeername, unbound.accept, unbound.listen, lambda: unbound.send(b"x"), lambda: unbound.recv(1)):
    attempt("unconnected", call)
server = socket.socket(socket.AF_UNIX, PACKETS)
server.bind(path)
attempt("bound only", unbound.connect, path)
server.listen()
accepted = []


def serve():
    connection, address = server.accept()
    with connection:
        accepted.append((address == f"\0the client of {path}".encode(), connection.type))
        while message := connection.recv(100):
            connection.send(message.upper())


thread = threading.Thread(target=serve)
thread.start()
with unbound as client:
    client.bind("\0the client of " + path)
    client.connect(path)
    print(client.getpeername() == path)
    client.send(b"hello")
    client.send(b"there")
    message, address = client.recvfrom(100)
    print(message, address == path, client.recv(100))
    client.shutdown(socket.SHUT_WR)
    print(client.recv(100))
thread.join()
print("accepted", *accepted)

# Other kinds of sockets
for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
    with socket.socket(socket.AF_UNIX, kind) as other:
        attempt("connect", other.connect, path)
        if kind == socket.SOCK_DGRAM:
            attempt("send", other.sendto, b"x", path)
server.close()
with socket.socket(socket.AF_UNIX, PACKETS) as late:
    attempt("no listener", late.connect, path)
os.unlink(path)
with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as datagrams:
    datagrams.bind(path)
    for kind in (socket.SOCK_STREAM, PACKETS):
        with socket.socket(socket.AF_UNIX, kind) as other:
            attempt("connect", other.connect, path)
for family in (socket.AF_INET, socket.AF_INET6):
    attempt("internet", socket.socket, family, PACKETS)
