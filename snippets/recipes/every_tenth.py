"""A job every tenth of a second, which fails once and is slow once"""

import asyncio

from periodic import Periodic


def report(error: BaseException) -> None:
    print("failed:", error)


async def main() -> None:
    loop = asyncio.get_running_loop()
    began: list[float] = []
    enough = asyncio.Event()

    async def refresh() -> None:
        began.append(loop.time())
        print("run", len(began))
        if len(began) == 2:
            raise ConnectionError("no answer")
        if len(began) == 3:
            await asyncio.sleep(0.25)
        if len(began) == 5:
            enough.set()

    periodic = Periodic(refresh, every=0.1, overlap="skip", on_error=report)
    task = asyncio.create_task(periodic.run())
    await enough.wait()
    task.cancel()
    await asyncio.wait([task])
    print("at least two due times were left out:", periodic.skipped >= 2)
    print("run 4 waited for a due time:", began[3] - began[0] > 0.499)


asyncio.run(main())
