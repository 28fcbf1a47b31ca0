"""Coroutines that nobody awaits: dropped on a line, in a thread, and when the program ends."""

import asyncio
import threading


async def forgotten() -> None:
    pass


def in_a_thread() -> None:
    forgotten()


forgotten()
thread = threading.Thread(target=in_a_thread)
thread.start()
thread.join()
kept = forgotten()


async def main() -> None:
    forgotten()


asyncio.run(main())
print("ends", flush=True)
