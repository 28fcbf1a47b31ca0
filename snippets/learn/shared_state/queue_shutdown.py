"""Close a queue: its items are still served, then every worker ends"""
# /// script
# requires-python = ">=3.13"
# ///

import asyncio


async def work(name: str, queue: asyncio.Queue[int]) -> None:
    done = 0
    while True:
        try:
            await queue.get()
        except asyncio.QueueShutDown:
            break
        await asyncio.sleep(0.02)
        done += 1
    print(f"{name}: {done} done, the queue is closed")


async def main() -> None:
    queue: asyncio.Queue[int] = asyncio.Queue()
    async with asyncio.TaskGroup() as group:
        for name in ("one", "two"):
            group.create_task(work(name, queue))
        for number in range(6):
            queue.put_nowait(number)
        queue.shutdown()
        try:
            queue.put_nowait(99)
        except asyncio.QueueShutDown:
            print("main: too late for another one")


asyncio.run(main())
