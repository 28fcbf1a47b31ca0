"""Three steps that share one deadline"""

import asyncio


async def step(name: str) -> None:
    await asyncio.sleep(0.2)
    print(f"{name}: done")


async def main() -> None:
    loop = asyncio.get_running_loop()
    deadline = loop.time() + 0.5  # one point in time for all of it
    for name in ("connect", "log in", "download"):
        try:
            async with asyncio.timeout_at(deadline):
                await step(name)
        except TimeoutError:
            print(f"{name}: the whole took too long")


asyncio.run(main())
