"""Sockets: refused, timed out, half-closed, reset, in use; select, poll and epoll."""

import errno
import os
import select
import selectors
import socket
import threading


def name(function, *args):
    try:
        return function(*args)
    except OSError as error:
        return type(error).__name__


server = socket.create_server(("127.0.0.1", 0))
address = server.getsockname()
other = socket.socket()
print("in use:", name(other.bind, address))
client = socket.create_connection(address)
connection, peer = server.accept()
print("peer:", peer == client.getsockname(), client.getpeername() == address)
client.settimeout(0.05)
print("timeout:", name(client.recv, 1))
client.setblocking(False)
print("would block:", name(client.recv, 1))
print("readable:", select.select([client], [client], [], 0)[0] == [])
connection.sendall(b"hello")
epoll = select.epoll()
epoll.register(client, select.EPOLLIN)
print("epoll:", epoll.poll(1)[0][1] == select.EPOLLIN, epoll.poll(0) != [])
epoll.unregister(client)
print("unregistered:", epoll.poll(0), name(epoll.unregister, client))
epoll.close()
poller = select.poll()
poller.register(client, select.POLLIN)
print("poll:", poller.poll(1000)[0][1] == select.POLLIN)
print("peek and read:", client.recv(5, socket.MSG_PEEK), client.recv(100))
connection.shutdown(socket.SHUT_WR)
client.setblocking(True)
print("end:", client.recv(1))
client.sendall(b"still open this way")
print("half closed:", connection.recv(100))
connection.close()
client.close()
client = socket.create_connection(address)
connection, _ = server.accept()
client.sendall(b"never read")
connection.recv(1)
connection.close()
print("reset:", name(client.recv, 10), name(client.recv, 10), name(client.send, b"x"))
client.close()
server.close()
print("refused:", name(socket.create_connection, address))
print("closed:", name(client.recv, 1))
a, b = socket.socketpair()
received = bytearray()


def drain():
    while chunk := b.recv(65536):
        received.extend(chunk)


thread = threading.Thread(target=drain)
thread.start()
a.sendall(bytes(3_000_000))
a.shutdown(socket.SHUT_WR)
thread.join()
print("backpressure:", len(received))
with selectors.DefaultSelector() as selector:
    selector.register(b, selectors.EVENT_READ | selectors.EVENT_WRITE, "b")
    key, events = selector.select(1)[0]
    print(type(selector).__name__, key.data, events)
a.close()
b.close()
for code in ("EADDRINUSE", "EADDRNOTAVAIL", "ENOTCONN", "EISCONN", "ENOTSOCK", "ETIMEDOUT", "EHOSTUNREACH"):
    print(code, os.strerror(getattr(errno, code)))
print(socket.getaddrinfo("localhost", "http", socket.AF_INET, socket.SOCK_STREAM)[0][4])
print(name(socket.getaddrinfo, "no-such-name", 80))
print(socket.inet_ntoa(socket.inet_aton("127.1")), socket.gethostbyname("localhost"))
