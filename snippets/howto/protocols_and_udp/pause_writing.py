"""pause_writing: the client reads too slowly"""

import asyncio
from typing import Any

CHUNK, TOTAL = 64 * 1024, 500


class Sender(asyncio.Protocol):
    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        self.may_write = asyncio.Event()
        self.may_write.set()
        self.pauses, self.largest_buffer = 0, 0
        self.task = asyncio.create_task(self.send())

    def pause_writing(self) -> None:
        self.pauses += 1
        self.may_write.clear()

    def resume_writing(self) -> None:
        self.may_write.set()

    def connection_lost(self, exc: Exception | None) -> None:
        self.may_write.set()  # otherwise send() would wait forever

    async def send(self) -> None:
        for _ in range(TOTAL):
            await self.may_write.wait()
            self.transport.write(bytes(CHUNK))
            self.largest_buffer = max(self.largest_buffer, self.transport.get_write_buffer_size())
        self.transport.close()


async def main() -> None:
    loop = asyncio.get_running_loop()
    sender = Sender()
    async with await loop.create_server(lambda: sender, "127.0.0.1", 0) as server:
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        await asyncio.sleep(0.1)  # the client does something else
        received = len(await reader.read(-1))
        writer.close()
    print("received:", received // 1024, "KiB")
    print("paused:", "never" if not sender.pauses else "at least once")
    print("largest buffer:", "up to 128 KiB" if sender.largest_buffer <= 2 * CHUNK else "more than 128 KiB")


asyncio.run(main())
