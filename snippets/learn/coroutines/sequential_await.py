"""await is sequential for the coroutine that awaits"""

import asyncio
import time

WAIT = 0.3  # seconds


async def ask(what: str, answer: int) -> int:
    print(f"asking for the {what}")
    await asyncio.sleep(WAIT)
    print(f"got the {what}")
    return answer


async def main() -> None:
    start = time.perf_counter()
    price = await ask("price", 12)  # the next line starts when this one is done
    stock = await ask("stock", 5)
    print(f"the stock is worth {price * stock}")
    print(f"took {(time.perf_counter() - start) / WAIT:.0f} x {WAIT} s")


asyncio.run(main())
