"""Connections, sockets and files that one process sends to another, with what is still on its way in them."""

import multiprocessing
import os
import socket
import subprocess
import sys
import tempfile
from multiprocessing import connection, reduction


def use(pipe) -> None:
    for _ in range(2):
        received = pipe.recv()
        if isinstance(received, socket.socket):
            received.sendall(b"from the child by socket")
            received.close()
        else:
            received.send(f"from the child, who got {received.recv()!r}")
            received.close()
    with os.fdopen(reduction.recv_handle(pipe), "r+") as file:
        print(f"the child reads {file.readline()!r} and {file.readline()!r}", flush=True)
        file.write("written by the child\n")
    pipe.close()


def take_nothing() -> None:
    """Size 0: `recv` asks nobody, the others wait for a byte, leave it, and take the descriptors that came with it."""
    for peer, own in (socket.socketpair(), tcp_pair()):
        own.settimeout(0.05)
        print(own.recv(0), own.recv_into(bytearray()))
        for call in (lambda: own.recvfrom(0), lambda: own.recvmsg(0, 100), lambda: own.recvmsg_into([bytearray()])):
            try:
                print(call())
            except TimeoutError as error:
                print(error)
        peer.send(b"xy")
        own.settimeout(5)
        print(own.recvfrom(0), own.recvmsg(0, 100), own.recv(9))
        peer.close()
        print(own.recvfrom(0), own.recvmsg(0, 100))
        own.close()
    peer, own = socket.socketpair()
    peer.send(b"before")
    socket.send_fds(peer, [b"ab"], [0, 1])
    print(own.recvmsg(0, 100), own.recv(6))
    print_taken(own.recvmsg(0, 100))
    print_taken(own.recvmsg(9, 100))
    code = "import socket, sys; s = socket.socket(fileno=int(sys.argv[1])); socket.send_fds(s, [b'ab'], [0, 1])"
    number = peer.fileno()
    subprocess.run([sys.executable, "-c", code, str(number)], pass_fds=[number], check=True)
    print_taken(own.recvmsg(0, 100))
    print_taken(own.recvmsg(9, 100))


def read_past_descriptors(peer: socket.socket, own: socket.socket) -> None:
    """A call gets no more than the first message that brings descriptors; one that doesn't ask for them closes them."""
    for take in (own.recv, lambda size: os.read(own.fileno(), size)):
        reading, writing = os.pipe()
        peer.send(b"0")
        socket.send_fds(peer, [b"ab", b"c"], [writing])
        peer.send(b"de")
        os.close(writing)
        print(take(100), take(100), os.read(reading, 1))
        os.close(reading)
    reading, writing = os.pipe()
    peer.send(b"0")
    for data in (b"ab", b"cd"):
        socket.send_fds(peer, [data], [writing])
    peer.send(b"e")
    os.close(writing)
    for call in (
        lambda: own.recvmsg(2, 100, socket.MSG_PEEK),
        lambda: own.recvmsg(2, 100),
        lambda: own.recvmsg(9, 100),
    ):
        data, [(_, _, content)], flags, _ = call()
        print(data, len(content), flags, os.write(int.from_bytes(content, sys.byteorder), data))
        os.close(int.from_bytes(content, sys.byteorder))
    print(own.recv(9), os.read(reading, 9), os.read(reading, 9))
    peer.setblocking(False)
    try:
        while True:
            peer.send(bytes(10_000))
    except BlockingIOError:
        pass
    reading, writing = os.pipe()
    try:
        socket.send_fds(peer, [b"x"], [writing])
    except BlockingIOError as error:
        print(error)
    os.close(writing)
    print(os.read(reading, 1))


def tcp_pair() -> tuple[socket.socket, socket.socket]:
    """Both ends of a connection over TCP."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return socket.create_connection(listener.getsockname()), listener.accept()[0]


def print_taken(message: tuple) -> None:
    """What a call to recvmsg gives, with how many bytes of descriptors."""
    data, ancillary, flags, _ = message
    print(data, [len(content) for _, _, content in ancillary], flags)


def main() -> None:
    take_nothing()
    read_past_descriptors(*socket.socketpair())
    peer, own = socket.socketpair()
    reading, writing = os.pipe()
    socket.send_fds(peer, [b"before it was shared"], [writing])
    os.close(writing)
    child = "import socket, sys; print(socket.recv_fds(socket.socket(fileno=int(sys.argv[1])), 9, 1)[0])"
    subprocess.run([sys.executable, "-c", child, str(own.fileno())], pass_fds=[own.fileno()], check=True)
    print(os.read(reading, 1), own.recv(100))
    read_past_descriptors(peer, own)
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    child = context.Process(target=use, args=(there,))
    child.start()
    there.close()

    first, second = context.Pipe()
    first.send("sent before")
    here.send(second)
    print(first.recv())
    second.close()

    left, right = socket.socketpair()
    here.send(right)
    right.close()
    print(left.recv(100))
    print(left.recv(100))
    with tempfile.TemporaryFile("w+") as file:
        file.write("read by nobody\nfirst\nsecond\n")
        file.flush()
        os.lseek(file.fileno(), len("read by nobody\n"), os.SEEK_SET)
        reduction.send_handle(here, file.fileno(), child.pid)
        print(connection.wait([here, child.sentinel], timeout=5) != [])
        child.join()
        file.seek(0)
        print(file.read())
    print(child.exitcode)


if __name__ == "__main__":
    main()
