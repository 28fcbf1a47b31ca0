"""A clean-up that waits needs a limit of its own"""

import asyncio


async def say_goodbye(answers: bool) -> None:
    await asyncio.sleep(0 if answers else 3600)


async def session(name: str, answers: bool) -> None:
    try:
        await asyncio.sleep(3600)
    finally:
        try:
            async with asyncio.timeout(0.1):
                await say_goodbye(answers)
            print(f"{name}: closed politely")
        except TimeoutError:
            print(f"{name}: no answer, closed anyway")


async def main() -> None:
    tasks = [asyncio.create_task(session("friendly", True)), asyncio.create_task(session("silent", False))]
    await asyncio.sleep(0)
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)
    print("all ended:", all(task.cancelled() for task in tasks))


asyncio.run(main())
