"""Twenty tasks ask for ten rows, and the database is asked twice"""

import asyncio

from batcher import Batcher

ROWS = {number: f"row {number}" for number in range(8)}


async def select(numbers: list[int]) -> dict[int, str | Exception]:
    print("select", numbers)
    await asyncio.sleep(0.02)
    return {number: ROWS.get(number) or LookupError(f"no row {number}") for number in numbers}


batcher = Batcher(select, maxsize=6)


async def show(number: int) -> str:
    try:
        return await batcher.load(number)
    except LookupError as error:
        return str(error)


async def main() -> None:
    answers = await asyncio.gather(*(show(number % 10) for number in range(20)))
    print(", ".join(answers[:10]))
    print("the same for who asked again:", answers[:10] == answers[10:])


asyncio.run(main())
