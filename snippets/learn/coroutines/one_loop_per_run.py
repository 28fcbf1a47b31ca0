"""A second asyncio.run is a second event loop"""

import asyncio

queue: asyncio.Queue[str] = asyncio.Queue()


async def put_and_get(item: str) -> str:
    asyncio.get_running_loop().call_soon(queue.put_nowait, item)
    return await queue.get()  # empty: waiting ties the queue to this loop


print("first run:", asyncio.run(put_and_get("apple")))
try:
    asyncio.run(put_and_get("pear"))
except RuntimeError as error:
    print("second run: RuntimeError: <Queue ...>", str(error).partition("> ")[2])
