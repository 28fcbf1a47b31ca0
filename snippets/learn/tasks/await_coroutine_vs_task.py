"""Awaiting two coroutines and awaiting two tasks"""

import asyncio
import time

WAIT = 0.3  # seconds


async def fetch(name: str) -> None:
    print(f"  {name} starts")
    await asyncio.sleep(WAIT)
    print(f"  {name} ends")


async def main() -> None:
    print("Coroutines")
    start = time.perf_counter()
    a, b = fetch("a"), fetch("b")  # two objects, nothing runs yet
    await a
    await b
    print(f"  took {(time.perf_counter() - start) / WAIT:.0f} x {WAIT} s")

    print("Tasks")
    start = time.perf_counter()
    c, d = asyncio.create_task(fetch("c")), asyncio.create_task(fetch("d"))
    await c
    await d
    print(f"  took {(time.perf_counter() - start) / WAIT:.0f} x {WAIT} s")


asyncio.run(main())
