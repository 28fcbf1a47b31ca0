"""What asyncio tells of a datagram that nobody receives."""

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
