"""Two phases of one program on one event loop"""

import asyncio


async def heartbeat() -> None:
    try:
        await asyncio.sleep(0.2)
        print("heartbeat")
        await asyncio.sleep(10)
    finally:
        print("heartbeat: cleaned up")


async def start() -> asyncio.Task[None]:
    return asyncio.create_task(heartbeat())


async def serve() -> None:
    await asyncio.sleep(0.4)


with asyncio.Runner() as runner:
    task = runner.run(start())
    print("between the phases, done:", task.done())
    runner.run(serve())  # the task of the first phase goes on
    print("after the second phase, done:", task.done())
print("after the with block, cancelled:", task.cancelled())
