"""asyncio.Barrier: three tasks wait for each other"""

import asyncio


async def walk(name: str, seconds: float, hut: asyncio.Barrier) -> None:
    await asyncio.sleep(seconds)
    print(f"{name} arrives")
    await hut.wait()
    print(f"{name} continues")


async def main() -> None:
    hut = asyncio.Barrier(3)
    async with asyncio.TaskGroup() as group:
        for name, seconds in (("ann", 0.1), ("ben", 0.2), ("cy", 0.3)):
            group.create_task(walk(name, seconds, hut))


asyncio.run(main())
