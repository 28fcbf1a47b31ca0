"""TCP delivers bytes, not messages"""

import asyncio
import struct


async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while True:
            (size,) = struct.unpack(">I", await reader.readexactly(4))
            message = await reader.readexactly(size)
            print(f"message of {size} bytes: {message.decode()}")
    except asyncio.IncompleteReadError as error:
        print(f"the client has closed the connection, {len(error.partial)} bytes are left over")
    writer.close()
    await writer.wait_closed()


async def main() -> None:
    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        sent = b"".join(struct.pack(">I", len(m)) + m for m in (b"one", b"number two"))
        for start in range(0, len(sent), 5):  # in pieces that aren't whole messages
            writer.write(sent[start : start + 5])
            await asyncio.sleep(0.02)
        writer.write_eof()
        await reader.read()  # until the server has closed, too
        writer.close()
        await writer.wait_closed()


asyncio.run(main())
