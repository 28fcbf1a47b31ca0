"""result() in the loop's own thread waits for something that can't happen"""

import asyncio


async def answer() -> int:
    return 42


async def wrong() -> None:
    loop = asyncio.get_running_loop()
    future = asyncio.run_coroutine_threadsafe(answer(), loop)
    try:
        print(future.result(timeout=0.2))  # blocks the thread that would have to run answer()
    except TimeoutError:
        future.cancel()
        print("no answer: the loop was blocked by the one who waits for it")


async def right() -> None:
    print("answer:", await answer())
    future = asyncio.run_coroutine_threadsafe(answer(), asyncio.get_running_loop())
    wrapped: asyncio.Future[int] = asyncio.wrap_future(future)  # a thread's future, to be awaited
    print("answer:", await wrapped)


asyncio.run(wrong())
asyncio.run(right())
