"""A task is a future whose result comes from a coroutine"""

import asyncio


async def work() -> str:
    await asyncio.sleep(0.05)
    return "done"


def report(task: asyncio.Future[str]) -> None:
    print("callback:", task.result())


async def main() -> None:
    task = asyncio.create_task(work())
    print("a future:", isinstance(task, asyncio.Future))
    task.add_done_callback(report)
    print("awaited:", await task)
    print("awaited again:", await task)  # the result stays
    try:
        task.set_result("mine")
    except RuntimeError as error:
        print("RuntimeError:", error)


asyncio.run(main())
