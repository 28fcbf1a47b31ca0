"""A server that closes: first the door, then the clients"""
# /// script
# requires-python = ">=3.13"
# ///

import asyncio


async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while line := await reader.readline():
        writer.write(line.upper())
    writer.close()


async def main() -> None:
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"hello\n")
    print("client hears", await reader.readline())

    server.close()  # nobody new; who is inside stays
    try:
        await asyncio.open_connection("127.0.0.1", port)
    except ConnectionRefusedError:
        print("a new client is refused")
    writer.write(b"still here\n")
    print("client hears", await reader.readline())

    server.close_clients()  # 3.13
    print("client hears", await reader.readline())
    await server.wait_closed()  # since 3.12 it waits for the clients
    print("server: all gone")
    writer.close()


asyncio.run(main())
