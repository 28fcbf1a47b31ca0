"""A timeout can't end code that never waits"""

import asyncio
import time


def compute(seconds: float) -> None:
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        pass  # no await in here, so the loop gets no turn


async def main() -> None:
    try:
        async with asyncio.timeout(0.1):
            compute(0.5)
            print("computed for 0.5 s, to the end")
            await asyncio.sleep(1)  # the first await at which the cancellation can arrive
            print("never printed")
    except TimeoutError:
        print("the timeout of 0.1 s, at last")


asyncio.run(main())
