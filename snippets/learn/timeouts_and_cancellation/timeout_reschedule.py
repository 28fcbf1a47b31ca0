"""A timeout that starts again with every chunk"""

import asyncio


async def receive(number: int) -> str:
    await asyncio.sleep(0.2 if number < 3 else 100)  # after three chunks, the other side falls silent
    return f"chunk {number}"


async def main() -> None:
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(0.5) as silence:
            for number in range(10):
                print(await receive(number))
                silence.reschedule(loop.time() + 0.5)
    except TimeoutError:
        print("silent for too long")


asyncio.run(main())
