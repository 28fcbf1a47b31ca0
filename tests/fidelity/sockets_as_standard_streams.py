"""A socket as the standard streams of a child, as inetd gives it: one end as several descriptors, which are one description."""

import asyncio
import os
import socket
import subprocess
import sys


def tcp_pair():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        client = socket.create_connection(listener.getsockname())
        return listener.accept()[0], client


def everything(end):
    received = b""
    while chunk := end.recv(100):
        received += chunk
    return received


def serve(name, make_pair, command, **others):
    x, y = make_pair()
    with x, y:
        y.sendall(b"line\n")
        y.shutdown(socket.SHUT_WR)
        child = subprocess.Popen(command, stdin=x, stdout=x, **others)
        x.close()
        print(name, everything(y), child.wait())


async def with_asyncio():
    x, y = socket.socketpair()
    with x, y:
        process = await asyncio.create_subprocess_exec("cat", stdin=x, stdout=x)
        y.sendall(b"to cat")
        y.shutdown(socket.SHUT_WR)
        print("asyncio:", await process.wait())
        print("the parent has its end still:", x.fileno() >= 0, y.recv(100))
        x.close()
        print("and then the end:", y.recv(100))


def one_stream():
    x, y = socket.socketpair()
    with x, y:
        y.sendall(b"asked\n")
        y.shutdown(socket.SHUT_WR)
        print("as stdin:", subprocess.run(["sh", "-c", "cat"], stdin=x, capture_output=True).stdout)
    x, y = tcp_pair()
    with x, y:
        code = "import sys; print('out'); print('err', file=sys.stderr)"
        child = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=x)
        x.close()
        print("as stderr:", child.communicate()[0], everything(y))


def received_twice():
    """What comes back to a process that has it is the same description."""
    x, y = socket.socketpair()
    a, b = socket.socketpair()
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, pass_fds=[x.fileno()])
    socket.send_fds(a, [b"2"], [x.fileno(), x.fileno()])
    _, fds, _, _ = socket.recv_fds(b, 1, 2)
    y.sendall(b"12")
    print("received:", os.read(fds[0], 1), os.read(x.fileno(), 1))
    os.set_blocking(fds[1], False)
    print("blocking:", os.get_blocking(x.fileno()))
    for fd in fds:
        os.close(fd)
    y.sendall(b"3")
    print("still open:", x.recv(1))
    child.communicate(b"\n")
    for end in (x, y, a, b):
        end.close()


def main():
    code = "print('got', input())"
    serve("Python, Unix:", socket.socketpair, [sys.executable, "-c", code])
    serve("Python, TCP:", tcp_pair, [sys.executable, "-c", code + "; 1 / 0"], stderr=subprocess.DEVNULL)
    serve("shell:", tcp_pair, ["sh", "-c", "cat; echo done >&2"], stderr=subprocess.STDOUT)
    one_stream()
    received_twice()
    asyncio.run(with_asyncio())


if __name__ == "__main__":
    main()
