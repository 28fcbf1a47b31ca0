"""Connections, sockets and shared memory that one process sends to another, with what is still on its way in them."""

import multiprocessing
import socket
from multiprocessing import connection


def use(pipe) -> None:
    for _ in range(2):
        received = pipe.recv()
        if isinstance(received, socket.socket):
            received.sendall(b"from the child by socket")
            received.close()
        else:
            received.send(f"from the child, who got {received.recv()!r}")
            received.close()
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
    print(connection.wait([here, child.sentinel], timeout=5) != [])
    child.join()
    print(child.exitcode)


if __name__ == "__main__":
    main()
