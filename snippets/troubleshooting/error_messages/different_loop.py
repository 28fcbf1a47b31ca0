"""A future of the first loop, awaited in the second"""

import asyncio


async def connect() -> asyncio.Future[str]:
    return asyncio.get_running_loop().create_future()  # stands for a connection


async def use(connection: asyncio.Future[str]) -> None:
    await connection


connection = asyncio.run(connect())
try:
    asyncio.run(use(connection))  # the mistake: another run is another loop
except RuntimeError as error:
    print("RuntimeError: Task <...> got Future <...>", str(error).rpartition("> ")[2])
