"""Three messages over UDP and over TCP"""

import asyncio


class Collector(asyncio.DatagramProtocol):
    def __init__(self) -> None:
        self.messages: list[bytes] = []
        self.complete = asyncio.Event()

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        self.messages.append(data)
        if len(self.messages) == 3:
            self.complete.set()


async def over_udp() -> list[bytes]:
    loop = asyncio.get_running_loop()
    receiver, collector = await loop.create_datagram_endpoint(Collector, local_addr=("127.0.0.1", 0))
    sender, _ = await loop.create_datagram_endpoint(Collector, remote_addr=receiver.get_extra_info("sockname"))
    for message in (b"one", b"two", b"three"):
        sender.sendto(message)
    await collector.complete.wait()
    sender.close()
    receiver.close()
    return collector.messages


async def over_tcp() -> bytes:
    received: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        received.set_result(await reader.read(-1))
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        _, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        for message in (b"one", b"two", b"three"):
            writer.write(message)
        writer.close()
        return await received


async def main() -> None:
    print("UDP:", await over_udp())
    print("TCP:", await over_tcp())


asyncio.run(main())
