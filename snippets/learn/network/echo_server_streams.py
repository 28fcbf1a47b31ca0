"""An echo server and two clients in one program"""

import asyncio


async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while line := await reader.readline():
        writer.write(line)
        await writer.drain()  # wait if the client reads too slowly
    writer.close()
    await writer.wait_closed()


async def client(port: int, name: str, pause: float) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for number in (1, 2):
        await asyncio.sleep(pause)
        writer.write(f"{name} {number}\n".encode())
        print("echoed:", (await reader.readline()).decode().rstrip())
    writer.close()
    await writer.wait_closed()


async def main() -> None:
    server = await asyncio.start_server(echo, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]  # 0 above means: any free port
    async with server, asyncio.TaskGroup() as group:
        group.create_task(client(port, "fast", 0.1))
        group.create_task(client(port, "slow", 0.25))


asyncio.run(main())
