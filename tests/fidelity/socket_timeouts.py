"""Times that a socket is given by options, what a refused datagram tells, and who wakes when a listener is shut."""

import errno
import os
import socket
import struct
import threading
import time

SHORT = struct.pack("ll", 0, 100_000)


def case(what, function, *args, waits=False):
    start = time.monotonic()
    try:
        result = function(*args)
    except OSError as error:
        result = f"{type(error).__name__} {errno.errorcode.get(error.errno)}"
    print(what, result, *([time.monotonic() - start >= 0.08] if waits else []))


a, b = socket.socketpair()
size = struct.calcsize("ll")
print("unset:", struct.unpack("ll", a.getsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, size)))
for option in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
    a.setsockopt(socket.SOL_SOCKET, option, SHORT)
print(
    "set:", [round(part, -3) for part in struct.unpack("ll", a.getsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, size))]
)
print("as a number:", a.getsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO))
case("recv", a.recv, 1, waits=True)
case("recv_into", a.recv_into, bytearray(3), waits=True)
case("read", os.read, a.fileno(), 1, waits=True)
case("recvmsg", a.recvmsg, 1, waits=True)
case("makefile", lambda: a.makefile("rb", 0).read(1), waits=True)
b.send(b"x")
case("recv", a.recv, 1)
b.send(b"x")
case("recv all", a.recv, 3, socket.MSG_WAITALL, waits=True)
sent = a.send(bytes(4_000_000))
print("a part is sent:", 0 < sent < 4_000_000)
case("send", a.send, b"x", waits=True)
case("sendall", a.sendall, b"x", waits=True)
case("write", os.write, a.fileno(), b"x", waits=True)
a.settimeout(0.3)
case("with a timeout", a.recv, 1, waits=True)
a.settimeout(None)
case("again", a.recv, 1, waits=True)
a.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", 0, 0))
threading.Timer(0.2, b.send, [b"y"]).start()
case("for ever", a.recv, 1, waits=True)
for value in (struct.pack("ll", 0, 1_000_000), struct.pack("ll", 0, -1), b"1234", 5, struct.pack("ll", -1, 0)):
    case("set", a.setsockopt, socket.SOL_SOCKET, socket.SO_RCVTIMEO, value)
case("negative", a.recv, 1)
server = socket.create_server(("127.0.0.1", 0))
server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, SHORT)
case("accept", server.accept, waits=True)
datagrams = socket.socket(type=socket.SOCK_DGRAM)
datagrams.bind(("127.0.0.1", 0))
datagrams.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, SHORT)
case("recvfrom", datagrams.recvfrom, 1, waits=True)

# A call that blocks sends all.
x, y = socket.socketpair()
received = []
reader = threading.Thread(target=lambda: received.extend(map(len, iter(lambda: y.recv(65536), b""))))
reader.start()
print("all is sent:", x.send(bytes(3_000_000)))
x.close()
reader.join()
print("received:", sum(received))

# Nobody receives.
gone = socket.socket(type=socket.SOCK_DGRAM)
gone.bind(("127.0.0.1", 0))
address = gone.getsockname()
gone.close()
sender = socket.socket(type=socket.SOCK_DGRAM)
sender.connect(address)
for call, argument in ((sender.send, b"x"), (sender.send, b"x"), (sender.send, b"x"), (sender.recv, 1)):
    case(call.__name__, call, argument)
sender.send(b"x")
error = sender.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
print("error:", errno.errorcode[error], sender.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR))
threading.Timer(0.1, sender.send, [b"x"]).start()
sender.settimeout(5)
case("recv that waits", sender.recv, 1)
unconnected = socket.socket(type=socket.SOCK_DGRAM)
unconnected.sendto(b"x", address)
unconnected.settimeout(0.1)
case("unconnected", unconnected.recv, 1)

for how in (socket.SHUT_RDWR, socket.SHUT_RD):
    server = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=case, args=("accept", server.accept))
    thread.start()
    time.sleep(0.1)
    server.shutdown(how)
    thread.join(5)
    print("alive:", thread.is_alive())
