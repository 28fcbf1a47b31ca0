"""A server as a Protocol: lines out of chunks"""

import asyncio
from typing import Any


class Lines(asyncio.Protocol):
    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        self.buffer = b""

    def data_received(self, data: bytes) -> None:
        *lines, self.buffer = (self.buffer + data).split(b"\n")
        for line in lines:
            print("line:", line.decode())
            self.transport.write(f"{len(line)}\n".encode())

    def eof_received(self) -> None:
        print("left over:", self.buffer.decode())

    def connection_lost(self, exc: Exception | None) -> None:
        print("connection lost:", exc)


async def main() -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Lines, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    for part in (b"first\nsec", b"ond\nunfin", b"ished"):
        writer.write(part)
        await asyncio.sleep(0.05)  # so that the parts arrive one by one
    writer.write_eof()
    print("replies:", (await reader.read()).split())
    writer.close()
    server.close()
    await server.wait_closed()


asyncio.run(main())
