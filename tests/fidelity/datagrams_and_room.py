"""The addresses of datagram sockets bound to all addresses; Unix datagrams whose receiver is full"""

import errno
import os
import select
import socket
import tempfile
import threading
import time


def host(address):
    return address[0]


def addresses():
    with socket.socket(type=socket.SOCK_DGRAM) as one, socket.socket(type=socket.SOCK_DGRAM) as other:
        other.bind(("", 0))
        one.bind(("", 0))
        port = other.getsockname()[1]
        print(host(one.getsockname()), host(other.getsockname()))
        one.sendto(b"a", ("127.0.0.1", port))
        data, source = other.recvfrom(9)
        print(data, source == ("127.0.0.1", one.getsockname()[1]))
        one.connect(("127.0.0.1", port))
        print(one.getsockname() == source, one.getpeername() == ("127.0.0.1", port))
        other.connect(one.getsockname())
        other.send(b"b")
        print(one.recvfrom(9) == (b"b", other.getsockname()), host(other.getsockname()))
    with socket.socket(type=socket.SOCK_DGRAM) as unbound:
        print(unbound.getsockname())
        unbound.connect(("", 9))
        print(host(unbound.getsockname()), unbound.getpeername())


def fill(sender, *to):
    """Send until there is no room."""
    try:
        while True:
            sender.sendto(b"x" * 1000, *to) if to else sender.send(b"x" * 1000)
    except BlockingIOError as error:
        print(errno.errorcode[error.errno], end=" ")


def is_writable(sender, seconds=0):
    poll = select.epoll()
    poll.register(sender, select.EPOLLOUT)
    found = poll.poll(seconds)
    poll.close()
    return bool(found) is bool(select.select([], [sender], [], 0)[1]) is True


def drain(receiver):
    try:
        while True:
            receiver.recv(2000)
    except BlockingIOError:
        pass


def full(connected):
    path = os.path.join(tempfile.mkdtemp(), "receiver")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as receiver:
        receiver.bind(path)
        receiver.setblocking(False)
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
            # Little room: otherwise a sender that isn't connected is told by Linux to try, in vain.
            sender.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1)
            to = () if connected else (path,)
            if connected:
                sender.connect(path)
            sender.setblocking(False)
            print(is_writable(sender), end=" ")
            fill(sender, *to)
            print(is_writable(sender), end=" ")
            draining = threading.Timer(0.1, drain, [receiver])
            draining.start()
            print(is_writable(sender, 5), end=" ")
            draining.join()
            fill(sender, *to)
            sender.setblocking(True)
            started = time.monotonic()
            threading.Timer(0.1, drain, [receiver]).start()
            print(
                sender.sendto(b"y" * 1000, *to) if to else sender.send(b"y" * 1000), time.monotonic() - started > 0.05
            )
            time.sleep(0.1)
            drain(receiver)
            sender.setblocking(False)
            fill(sender, *to)
            receiver.close()
            try:
                sender.send(b"z") if connected else sender.sendto(b"z", path)
            except OSError as error:
                print(errno.errorcode[error.errno])
    os.unlink(path)


addresses()
full(connected=True)
full(connected=False)
