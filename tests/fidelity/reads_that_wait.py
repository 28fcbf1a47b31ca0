"""Reads of a pipe that wait: who is given the bytes, in which order, and after a signal"""

import os
import signal
import socket
import subprocess
import sys
import threading

ECHO = "import sys, os\nwhile data := os.read(0, 10): os.write(1, data)"
with subprocess.Popen([sys.executable, "-c", ECHO], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0) as child:
    assert child.stdin and child.stdout
    for text in (b"a", b"four", b"0123456789", b"0123456789abcdef"):
        child.stdin.write(text)
        answer = b""
        while len(answer) < len(text):
            answer += child.stdout.read(len(text) - len(answer))
        print(answer)
    child.stdin.write(b"many")
    parts = [child.stdout.read(1) for _ in range(4)]
    print(parts)
    child.stdin.close()
    print(child.stdout.read(), child.wait())

print("order")
NUMBERS = "import os\nfor number in range(2000): os.write(1, b'%04d' % number)"
with subprocess.Popen([sys.executable, "-c", NUMBERS], stdout=subprocess.PIPE, bufsize=0) as child:
    assert child.stdout
    data = b""
    while piece := child.stdout.read(7):
        data += piece
print(len(data), data == b"".join(b"%04d" % number for number in range(2000)))

print("two threads read")
with subprocess.Popen([sys.executable, "-c", NUMBERS], stdout=subprocess.PIPE, bufsize=0) as child:
    assert child.stdout
    fd = child.stdout.fileno()
    pieces: list[list[bytes]] = [[], []]

    def gather(mine: list[bytes]) -> None:
        while piece := os.read(fd, 4):
            mine.append(piece)

    threads = [threading.Thread(target=gather, args=(mine,)) for mine in pieces]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
print(
    sum(map(len, pieces)),
    sorted(b"".join(pieces[0] + pieces[1])) == sorted(data),
    [mine == sorted(mine) for mine in pieces],
)

print("a signal, and then another process")


class Tired(Exception):
    pass


def tire(signum: int, frame: object) -> None:
    raise Tired


signal.signal(signal.SIGALRM, tire)
SLOW = "import os, sys; sys.stdin.buffer.read(1); os.write(1, b'late, and whole')"
with subprocess.Popen([sys.executable, "-c", SLOW], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0) as child:
    assert child.stdin and child.stdout
    signal.setitimer(signal.ITIMER_REAL, 0.05)
    try:
        print(os.read(child.stdout.fileno(), 4))
    except Tired:
        print("tired")
    child.stdin.write(b"x")
    child.wait()
    read = "import os; print(os.read(0, 100)); print(os.read(0, 100))"
    print(subprocess.run([sys.executable, "-c", read], stdin=child.stdout, capture_output=True, text=True).stdout)

print("a connection")
one, other = socket.socketpair()
with subprocess.Popen([sys.executable, "-c", ECHO], stdin=other, stdout=other) as child:
    other.close()
    for text in (b"hello", b"a longer message than ten bytes"):
        one.sendall(text)
        answer = b""
        while len(answer) < len(text):
            answer += one.recv(3)
        print(answer)
    one.sendall(b"peeked")
    print(one.recv(6, socket.MSG_PEEK | socket.MSG_WAITALL), one.recv(6, socket.MSG_WAITALL))
    one.shutdown(socket.SHUT_WR)
    print(one.recv(10), child.wait())
