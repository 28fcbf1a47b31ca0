"""PriorityQueue: urgent items first, items of equal priority in order"""

import asyncio
from dataclasses import dataclass, field
from itertools import count

_numbers = count()


@dataclass(order=True)
class Job:
    priority: int
    number: int = field(default_factory=lambda: next(_numbers))  # decides between equals
    text: str = field(default="", compare=False)  # never compared


async def main() -> None:
    jobs: asyncio.PriorityQueue[Job] = asyncio.PriorityQueue()
    for priority, text in ((2, "newsletter"), (1, "invoice"), (0, "alarm"), (1, "reminder"), (2, "statistics")):
        jobs.put_nowait(Job(priority, text=text))
    while not jobs.empty():
        print((await jobs.get()).text)


asyncio.run(main())
