"""Connect to a port without a server, and to a server that starts late"""

import asyncio


async def connect(port: int, attempts: int) -> str:
    for attempt in range(1, attempts + 1):
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except ConnectionRefusedError:
            print(f"attempt {attempt}: refused")
            await asyncio.sleep(0.1 * 2**attempt)  # wait longer each time
        else:
            writer.close()
            await writer.wait_closed()
            return f"connected with attempt {attempt}"
    return "gave up"


async def main() -> None:
    server = await asyncio.start_server(lambda r, w: w.close(), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    server.close()  # the port is known, and no server listens on it any more
    await server.wait_closed()
    print(await connect(port, attempts=1))

    client = asyncio.create_task(connect(port, attempts=3))
    await asyncio.sleep(0.4)
    async with await asyncio.start_server(lambda r, w: w.close(), "127.0.0.1", port):
        print(await client)


asyncio.run(main())
