"""One asyncio.run, so one loop"""

import asyncio


async def connect() -> asyncio.Future[str]:
    loop = asyncio.get_running_loop()
    connection: asyncio.Future[str] = loop.create_future()
    loop.call_later(0.1, connection.set_result, "connected")
    return connection


async def use(connection: asyncio.Future[str]) -> None:
    print(await connection)


async def main() -> None:
    connection = await connect()
    await use(connection)


asyncio.run(main())
