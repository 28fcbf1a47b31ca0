"""What asyncio tells of a datagram that nobody receives; datagrams in pieces; IPv4 addresses for IPv6."""

import asyncio
import socket


class Protocol(asyncio.DatagramProtocol):
    def __init__(self):
        self.done = asyncio.get_running_loop().create_future()

    def error_received(self, error):
        print("error received:", type(error).__name__)
        self.done.set_result(None)

    def datagram_received(self, data, address):
        print("received:", data)


async def main():
    gone = socket.socket(type=socket.SOCK_DGRAM)
    gone.bind(("127.0.0.1", 0))
    address = gone.getsockname()
    gone.close()
    loop = asyncio.get_running_loop()
    transport, protocol = await loop.create_datagram_endpoint(Protocol, remote_addr=address)
    transport.sendto(b"x")
    await asyncio.wait_for(protocol.done, 5)
    transport.close()


asyncio.run(main())


def pieces():
    """MSG_MORE: a datagram goes with its last piece; over Unix sockets each piece is one."""
    own, other = (socket.socket(type=socket.SOCK_DGRAM) for _ in range(2))
    other.bind(("127.0.0.1", 0))
    other.settimeout(0.05)
    address = other.getsockname()
    print([own.sendto(b"ab", flags, address) for flags in (socket.MSG_MORE, socket.MSG_MORE, 0)], other.recv(20))
    own.connect(address)
    print(own.send(b"1", socket.MSG_MORE))
    try:
        other.recv(20)
    except TimeoutError as error:
        print(error)
    print(own.sendmsg([b"2", b"3"], [], socket.MSG_MORE), own.send(b""), other.recv(20))
    here, there = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    print(here.send(b"1", socket.MSG_MORE), there.recv(9))


def mapped():
    """An IPv4 address for a socket of IPv6."""
    for flags in (0, socket.AI_V4MAPPED, socket.AI_V4MAPPED | socket.AI_NUMERICHOST):
        try:
            print(socket.getaddrinfo("1.2.3.4", 80, socket.AF_INET6, socket.SOCK_STREAM, flags=flags)[0][4])
        except socket.gaierror as error:
            print(error)
    print(socket.getaddrinfo(b"127.0.0.1", 80, type=socket.SOCK_STREAM)[0][4])


pieces()
mapped()
