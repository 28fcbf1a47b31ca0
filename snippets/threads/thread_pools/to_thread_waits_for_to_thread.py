"""Nested to_thread: every thread waits for a call that needs a thread"""

import asyncio
from concurrent.futures import ThreadPoolExecutor


def outer(loop: asyncio.AbstractEventLoop, seconds: float) -> str:
    inner = asyncio.run_coroutine_threadsafe(asyncio.to_thread(str, 42), loop)
    try:
        return f"the answer is {inner.result(timeout=seconds)}"  # without a timeout, this waits forever
    except TimeoutError:
        inner.cancel()
        return "gave up"


async def main(threads: int, seconds: float) -> None:
    loop = asyncio.get_running_loop()
    loop.set_default_executor(ThreadPoolExecutor(max_workers=threads))
    print(f"default executor of size {threads}:", await asyncio.to_thread(outer, loop, seconds))


asyncio.run(main(threads=1, seconds=0.2))
asyncio.run(main(threads=2, seconds=60))
