"""Two tasks in progress, one running at a time"""

import asyncio
import threading


class Gauge:  # counts who is inside, and remembers the most there ever were
    now = most = 0

    def __enter__(self) -> None:
        self.now += 1
        self.most = max(self.most, self.now)

    def __exit__(self, *exc: object) -> None:
        self.now -= 1


in_progress, running = Gauge(), Gauge()
threads: set[int] = set()


async def job(name: str) -> None:
    with in_progress:  # from its first line to its last
        for step in (1, 2):
            with running:  # from one await to the next
                print(f"{name} runs step {step}")
                threads.add(threading.get_ident())
            await asyncio.sleep(0.05)


async def main() -> None:
    async with asyncio.TaskGroup() as group:
        group.create_task(job("A"))
        group.create_task(job("B"))
    print(f"in progress at once: {in_progress.most}, running at once: {running.most}")
    print(f"threads used: {len(threads)}")


asyncio.run(main())
