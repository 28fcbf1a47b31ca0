"""Tasks return nothing: collect results yourself"""
# /// script
# dependencies = ["trio"]
# ///

import trio


async def square(number: int, results: dict[int, int]) -> None:
    await trio.sleep(0.05 / number)
    results[number] = number * number


async def main() -> None:
    results: dict[int, int] = {}
    async with trio.open_nursery() as nursery:
        for number in (1, 2, 3):
            nursery.start_soon(square, number, results)
    print([results[number] for number in (1, 2, 3)])


trio.run(main)
