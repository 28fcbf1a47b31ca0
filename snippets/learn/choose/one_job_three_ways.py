"""The same job with asyncio, with threads and with processes"""

import asyncio
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

NUMBERS = [3, 4, 5]


def square(number: int) -> int:
    return number * number


async def square_async(number: int) -> int:
    await asyncio.sleep(0)  # where a real one would wait for a network
    return number * number


async def with_asyncio() -> list[int]:
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(square_async(number)) for number in NUMBERS]
    return [task.result() for task in tasks]


def with_threads() -> list[int]:
    with ThreadPoolExecutor(max_workers=3) as pool:
        return list(pool.map(square, NUMBERS))


def with_processes() -> list[int]:
    with ProcessPoolExecutor(max_workers=3) as pool:
        return list(pool.map(square, NUMBERS))


if __name__ == "__main__":
    print("asyncio:  ", asyncio.run(with_asyncio()))
    print("threads:  ", with_threads())
    print("processes:", with_processes())
