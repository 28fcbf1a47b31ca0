"""A nursery starts tasks and waits for them"""
# /// script
# dependencies = ["trio"]
# ///

import trio


async def fetch(name: str, seconds: float) -> None:
    await trio.sleep(seconds)
    print("fetched", name)


async def main() -> None:
    async with trio.open_nursery() as nursery:
        nursery.start_soon(fetch, "slow", 0.2)
        nursery.start_soon(fetch, "fast", 0.1)
        print("both have started")
    print("both are done")


trio.run(main)
