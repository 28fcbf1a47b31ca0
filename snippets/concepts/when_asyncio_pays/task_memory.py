"""What a waiting task costs in memory"""

import asyncio
import tracemalloc

COUNT = 1000


async def connection() -> None:
    await asyncio.sleep(3600)


async def main() -> None:
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    tasks = [asyncio.create_task(connection()) for _ in range(COUNT)]
    await asyncio.sleep(0)  # let each run to its await
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    each = (after - before) / COUNT / 1024
    print(f"a waiting task takes about {each:.0f} KiB")
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


asyncio.run(main())
