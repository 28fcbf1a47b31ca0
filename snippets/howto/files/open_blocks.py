"""What goes wrong: a read in a coroutine blocks the event loop"""

import asyncio
import os
import threading


async def heartbeat(beats: list[int]) -> None:
    while True:
        await asyncio.sleep(0.02)
        beats.append(1)


async def main() -> None:
    slow, writer = os.pipe()  # stands for a network drive that takes its time
    for kind in ("read()", "to_thread"):
        beats: list[int] = []
        heart = asyncio.create_task(heartbeat(beats))
        await asyncio.sleep(0)
        threading.Timer(0.3, os.write, [writer, b"text"]).start()
        if kind == "read()":
            data = os.read(slow, 100)  # the mistake
        else:
            data = await asyncio.to_thread(os.read, slow, 100)
        print(f"{kind}: {data!r}, the loop ran meanwhile: {bool(beats)}")
        heart.cancel()
    os.close(slow)
    os.close(writer)


asyncio.run(main())
