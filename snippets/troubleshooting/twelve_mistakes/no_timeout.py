"""A client without a timeout waits as long as the server takes"""

import asyncio


async def ask() -> str:
    answer: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    return await answer  # stands for a server that never answers


async def main() -> None:
    client = asyncio.create_task(ask())  # the mistake: nothing ends this wait
    await asyncio.wait({client}, timeout=1)  # so that this program ends
    print("a second later it is", "done" if client.done() else "still waiting")


asyncio.run(main())
