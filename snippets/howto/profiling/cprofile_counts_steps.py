"""cProfile counts a coroutine once per step"""

import asyncio
import cProfile
import pstats


def parse(text: str) -> int:
    return sum(int(number) for number in text.split(","))


async def fetch(number: int) -> str:
    await asyncio.sleep(0.05)
    return ",".join(str(value) for value in range(number, number + 1000))


async def handle(number: int) -> int:
    return parse(await fetch(number))


async def main() -> None:
    async with asyncio.TaskGroup() as group:
        for number in range(20):
            group.create_task(handle(number))


with cProfile.Profile() as profile:
    asyncio.run(main())

functions = pstats.Stats(profile).get_stats_profile().func_profiles
for name in ("main", "handle", "fetch", "parse"):
    print(name, functions[name].ncalls)
