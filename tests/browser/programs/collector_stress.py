# Threads are suspended at every depth while the automatic collector runs. Without the mended collector (see
# docs/_site/pyodide_patch.py) the interpreter crashes within a second.
import asyncio
import gc
import threading
import time

gc.set_threshold(50)
stop = time.monotonic() + 4


class Node:
    def __init__(self) -> None:
        self.me = self


def deep(level: int) -> None:
    nodes = [Node() for _ in range(20)]
    if level:
        deep(level - 1)
    else:
        time.sleep(0.001)
    del nodes


def thread() -> None:
    while time.monotonic() < stop:
        deep(10)


async def task() -> None:
    while time.monotonic() < stop:
        nodes = [Node() for _ in range(20)]
        await asyncio.sleep(0)
        del nodes


async def main() -> None:
    await asyncio.gather(*(task() for _ in range(20)))


threads = [threading.Thread(target=thread) for _ in range(10)]
for each in threads:
    each.start()
asyncio.run(main())
for each in threads:
    each.join()
print("ok")
