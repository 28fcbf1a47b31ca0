"""wait_for runs a coroutine in the task that calls it, since Python 3.12"""
# /// script
# requires-python = ">=3.12"
# ///

import asyncio


def task_name() -> str:
    task = asyncio.current_task()
    assert task is not None
    return task.get_name()


async def answer() -> str:
    print("answer() runs in", task_name())
    return "42"


async def main() -> None:
    print("main() runs in", task_name())
    print(await asyncio.wait_for(answer(), timeout=1))
    try:
        await asyncio.wait_for(asyncio.sleep(10), timeout=0.1)
    except TimeoutError:
        print("too slow")


asyncio.run(main())
