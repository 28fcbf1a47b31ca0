"""await is sequential for the coroutine that awaits"""

import asyncio
import time

WAIT = 0.3  # seconds


async def ask(what: str) -> int:
    print(f"asking for the {what}")
    await asyncio.sleep(WAIT)
    print(f"got the {what}")
    return len(what)


async def main() -> None:
    start = time.perf_counter()
    price = await ask("price")  # the next line starts when this one is done
    stock = await ask("stock")
    print(f"{price} and {stock}")
    print(f"took {(time.perf_counter() - start) / WAIT:.0f} x {WAIT} s")


asyncio.run(main())
