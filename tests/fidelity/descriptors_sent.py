"""Connections, sockets and files that one process sends to another, with what is still on its way in them."""

import multiprocessing
import os
import socket
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


def main() -> None:
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
