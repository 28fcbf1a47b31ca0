"""Ask a second server when the first is slow, and use the first answer"""

import asyncio

down: set[str] = set()


async def ask(server: str, seconds: float) -> str:
    try:
        await asyncio.sleep(seconds)
        if server in down:
            raise ConnectionError(f"{server} is down")
        return f"answer of {server}"
    except asyncio.CancelledError:
        print(f"{server}: cancelled")
        raise


async def hedged(first: float, second: float, delay: float) -> str:
    tasks = [asyncio.create_task(ask("A", first))]
    try:
        done, waiting = await asyncio.wait(tasks, timeout=delay)
        if waiting:
            print("A is slow, ask B as well")
            tasks.append(asyncio.create_task(ask("B", second)))
            waiting.add(tasks[1])
        while waiting and all(task.exception() for task in done):  # an error isn't an answer yet
            done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        return min(done, key=lambda task: task.exception() is not None).result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)  # ended, not only asked to


async def main() -> None:
    print(await hedged(first=0.0, second=0.0, delay=0.3))
    print(await hedged(first=5.0, second=0.0, delay=0.1))
    down.add("B")
    print(await hedged(first=0.3, second=0.0, delay=0.1))


asyncio.run(main())
