"""A pool of two connections, and a task that is cancelled in the middle of a request"""

import asyncio
import itertools

from resource_pool import Pool


class Connection:
    numbers = itertools.count(1)

    def __init__(self) -> None:
        self.number = next(self.numbers)
        self.received: list[str] = []
        print("open", self.number)

    async def ask(self, question: str) -> str:
        self.received.append(f"the answer to {question}")
        for _ in range(10):
            await asyncio.sleep(0)  # a task that is cancelled here leaves its answer behind
        return self.received.pop(0)

    async def close(self) -> None:
        print("close", self.number)


async def connect() -> Connection:
    return Connection()


async def ask(pool: Pool[Connection], question: str) -> None:
    async with pool.lend() as connection:
        print(f"{question}: connection {connection.number} brings {await connection.ask(question)}")


async def main() -> None:
    async with Pool(connect, size=2, close=Connection.close) as pool:
        tasks = [asyncio.create_task(ask(pool, question)) for question in "ABC"]
        await asyncio.sleep(0)
        tasks[0].cancel()
        await asyncio.wait(tasks)
        await ask(pool, "D")
        print("idle:", len(pool))


asyncio.run(main())
