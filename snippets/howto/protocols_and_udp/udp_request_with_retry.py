"""Ask again if a datagram was lost"""

import asyncio
from typing import Any


class LossyServer(asyncio.DatagramProtocol):
    received = 0

    def connection_made(self, transport: Any) -> None:
        self.transport = transport

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        self.received += 1
        if self.received > 2:  # the first two are lost on the way
            self.transport.sendto(data + b": 21 degrees", addr)


class Client(asyncio.DatagramProtocol):
    def __init__(self) -> None:
        self.replies: asyncio.Queue[bytes] = asyncio.Queue()

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        self.replies.put_nowait(data)


async def main() -> None:
    loop = asyncio.get_running_loop()
    server, _ = await loop.create_datagram_endpoint(LossyServer, local_addr=("127.0.0.1", 0))
    address = server.get_extra_info("sockname")
    transport, client = await loop.create_datagram_endpoint(Client, remote_addr=address)
    for attempt in range(1, 6):
        transport.sendto(b"request 7")
        try:
            async with asyncio.timeout(0.3):
                print(f"attempt {attempt}:", (await client.replies.get()).decode())
                break
        except TimeoutError:
            print(f"attempt {attempt}: no reply")
    transport.close()
    server.close()


asyncio.run(main())
