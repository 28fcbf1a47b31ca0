"""Sockets that children are given: listening ones, shared by several, and for datagrams."""

import socket
import subprocess
import sys
from multiprocessing import Process


def serve(listener):
    connection, _ = listener.accept()
    with connection:
        connection.sendall(b"a process has " + connection.recv(100))


def main():
    listener = socket.create_server(("127.0.0.1", 0))
    address = listener.getsockname()
    early = socket.create_connection(address)
    code = f"import socket; l = socket.socket(fileno={listener.fileno()}); c, _ = l.accept(); c.sendall(b'from a child'); c.close()"
    child = subprocess.Popen([sys.executable, "-c", code], pass_fds=[listener.fileno()])
    print("connected before:", early.recv(100), child.wait())
    children = [subprocess.Popen([sys.executable, "-c", code], pass_fds=[listener.fileno()]) for _ in range(2)]
    for _ in range(2):
        with socket.create_connection(address) as client:
            print("one of two:", client.recv(100))
    print("ended:", [child.wait() for child in children])
    client = socket.create_connection(address)
    connection, _ = listener.accept()
    client.sendall(b"still here")
    print("accepted here too:", connection.recv(100))
    process = Process(target=serve, args=(listener,))
    process.start()
    listener.close()
    with socket.create_connection(address) as client:
        client.sendall(b"it")
        print("an argument:", client.recv(100))
    process.join()
    try:
        socket.create_connection(address)
    except ConnectionRefusedError:
        print("nobody has it any more")

    datagrams = socket.socket(type=socket.SOCK_DGRAM)
    datagrams.bind(("127.0.0.1", 0))
    here = datagrams.getsockname()
    sender = socket.socket(type=socket.SOCK_DGRAM)
    sender.bind(("127.0.0.1", 0))
    sender.settimeout(30)
    sender.sendto(b"early", here)
    code = f"import socket; s = socket.socket(fileno={datagrams.fileno()})\nfor _ in range(2):\n    data, sender = s.recvfrom(100)\n    s.sendto(b'got ' + data, sender)"
    child = subprocess.Popen([sys.executable, "-c", code], pass_fds=[datagrams.fileno()])
    print("datagram:", sender.recvfrom(100) == (b"got early", here))
    sender.sendto(b"late", here)
    print("datagram:", sender.recvfrom(100) == (b"got late", here), child.wait())

    here, there = socket.socketpair(type=socket.SOCK_DGRAM)
    for data in (b"early", b""):
        here.send(data)
    code = f"import socket; s = socket.socket(fileno={there.fileno()})\nfor _ in range(3): s.send(b'got ' + s.recv(3))"
    child = subprocess.Popen([sys.executable, "-c", code], pass_fds=[there.fileno()])
    print("one of a pair:", here.recv(100), here.recv(100), here.recv(0), repr(here.getsockname()), here.getpeername())
    there.close()
    here.send(b"late")
    print("one of a pair:", here.recv(2), child.wait())
    try:
        here.send(b"to nobody")
    except ConnectionRefusedError as error:
        print(error)

    # A child that closes with bytes unread resets the connection, unless it has ended it in order.
    with socket.create_server(("127.0.0.1", 0)) as listener:
        for before in ("", "s.shutdown(1); "):
            code = f"import socket; s = socket.create_connection({listener.getsockname()}); input(); {before}s.close()"
            child = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE)
            connection, _ = listener.accept()
            with connection:
                connection.sendall(b"unread")
                child.communicate(b"\n")
                try:
                    print("closed:", connection.recv(100))
                except ConnectionResetError as error:
                    print("closed:", error)


if __name__ == "__main__":
    main()
