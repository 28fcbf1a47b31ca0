"""error_received: no program has this port"""

import asyncio
import socket


class Client(asyncio.DatagramProtocol):
    def __init__(self) -> None:
        self.failed = asyncio.get_running_loop().create_future()

    def error_received(self, exc: Exception) -> None:
        self.failed.set_result(exc)


def unused_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
        return port


async def main() -> None:
    loop = asyncio.get_running_loop()
    address = ("127.0.0.1", unused_port())
    transport, client = await loop.create_datagram_endpoint(Client, remote_addr=address)
    print("connected to", transport.get_extra_info("peername") == address)
    transport.sendto(b"hello")
    print("after sending:", repr(await client.failed))
    print("closing:", transport.is_closing())
    transport.close()


asyncio.run(main())
