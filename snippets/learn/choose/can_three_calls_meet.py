"""Three blocking calls overlap in threads, not in coroutines"""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

meeting = threading.Barrier(3)


def blocking_call(timeout: float) -> str:
    try:
        meeting.wait(timeout)  # returns only if three calls are here at the same time
        return "met the other two"
    except threading.BrokenBarrierError:
        return "alone"


async def coroutine() -> str:
    return blocking_call(timeout=0.1)  # no await: the event loop has to wait as well


async def main() -> list[str]:
    return await asyncio.gather(*(coroutine() for _ in range(3)))


with ThreadPoolExecutor(max_workers=3) as pool:
    print("threads:   ", list(pool.map(blocking_call, [60.0] * 3)))
print("coroutines:", asyncio.run(main()))
