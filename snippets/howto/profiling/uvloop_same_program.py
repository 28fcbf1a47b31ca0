"""The same program on uvloop and on asyncio's own loop"""
# /// script
# dependencies = ["uvloop"]
# ///

import asyncio
from collections.abc import Callable

import uvloop


async def fetch(number: int) -> str:
    await asyncio.sleep(number / 20)
    return f"page {number}"


async def main() -> None:
    loop = asyncio.get_running_loop()
    print(type(loop).__module__.split(".")[0], "and asyncio's BaseEventLoop:", isinstance(loop, asyncio.BaseEventLoop))
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(fetch(number)) for number in (3, 1, 2)]
    print([task.result() for task in tasks])
    try:
        async with asyncio.timeout(0.05):
            await asyncio.sleep(10)
    except TimeoutError:
        print("timed out")


factories: list[Callable[[], asyncio.AbstractEventLoop]] = [asyncio.new_event_loop, uvloop.new_event_loop]
for factory in factories:
    with asyncio.Runner(loop_factory=factory) as runner:
        runner.run(main())
