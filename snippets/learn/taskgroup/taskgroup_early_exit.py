"""Leave a group early, once one task has what you want"""

import asyncio


class Found(Exception):
    """Ends the group; no code outside sees it."""


async def search(place: str, seconds: float, answers: list[str]) -> None:
    try:
        await asyncio.sleep(seconds)
    except asyncio.CancelledError:
        print(f"{place}: no longer needed")
        raise
    answers.append(place)
    raise Found


async def main() -> None:
    answers: list[str] = []
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(search("cache", 0.1, answers))
            group.create_task(search("archive", 10, answers))
    except* Found:
        pass
    print("found in", answers)


asyncio.run(main())
