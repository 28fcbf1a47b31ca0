"""An event loop for sockets: a selector instead of a sleep"""

import selectors
import socket
from collections import deque
from collections.abc import Generator

Coroutine = Generator[socket.socket, None, None]  # yields the socket that it wants to read


class Loop:
    def __init__(self) -> None:
        self.ready: deque[Coroutine] = deque()
        self.selector = selectors.DefaultSelector()

    def run(self) -> None:
        while self.ready or self.selector.get_map():
            while self.ready:
                self.step(self.ready.popleft())
            if self.selector.get_map():
                for key, _ in self.selector.select():  # sleep until a socket is ready
                    self.selector.unregister(key.fileobj)
                    self.ready.append(key.data)

    def step(self, coroutine: Coroutine) -> None:
        try:
            waits_for = next(coroutine)
        except StopIteration:
            return
        self.selector.register(waits_for, selectors.EVENT_READ, coroutine)


def echo(side: socket.socket) -> Coroutine:
    with side:
        while True:
            yield side
            data = side.recv(100)
            if not data:
                return print("server: the client hung up")
            side.sendall(data.upper())


def client(side: socket.socket) -> Coroutine:
    with side:
        for word in (b"hello", b"loop"):
            side.sendall(word)
            yield side
            print("client:", side.recv(100).decode())


loop = Loop()
one, other = socket.socketpair()
loop.ready += [echo(one), client(other)]
loop.run()
