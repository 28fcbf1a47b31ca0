"""Ask a second server when the first is slow, and take who answers first"""

import asyncio


async def ask(server: str, seconds: float) -> str:
    try:
        await asyncio.sleep(seconds)
        return f"answer of {server}"
    except asyncio.CancelledError:
        print(f"{server}: cancelled")
        raise


async def hedged(first: float, second: float, delay: float) -> str:
    tasks = [asyncio.create_task(ask("A", first))]
    try:
        done, _ = await asyncio.wait(tasks, timeout=delay)
        if not done:
            print("A is slow, ask B as well")
            tasks.append(asyncio.create_task(ask("B", second)))
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        return done.pop().result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)  # ended, not only asked to


async def main() -> None:
    print(await hedged(first=0.0, second=0.0, delay=0.3))
    print(await hedged(first=5.0, second=0.0, delay=0.1))


asyncio.run(main())
