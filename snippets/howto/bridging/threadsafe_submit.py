"""From a thread into the loop: run_coroutine_threadsafe"""

import asyncio
import threading

stock = 10


async def take(amount: int) -> int:
    global stock
    stock -= amount  # in the loop's thread, so no other code changes it meanwhile
    await asyncio.sleep(0)
    return stock


def customer(loop: asyncio.AbstractEventLoop, amount: int) -> None:
    future = asyncio.run_coroutine_threadsafe(take(amount), loop)  # a concurrent.futures.Future
    try:
        left = future.result(timeout=5)  # this thread waits; the loop doesn't
    except TimeoutError:
        future.cancel()  # otherwise the coroutine would continue, without a caller
        raise
    print(f"took {amount}:", "in stock" if left >= 0 else "sold out")


async def main() -> None:
    loop = asyncio.get_running_loop()
    for amount in (3, 4, 5):
        await asyncio.to_thread(customer, loop, amount)
    thread = threading.Thread(target=loop.call_soon_threadsafe, args=(print, "a plain function, called by the loop"))
    thread.start()
    await asyncio.to_thread(thread.join)
    await asyncio.sleep(0)


asyncio.run(main())
