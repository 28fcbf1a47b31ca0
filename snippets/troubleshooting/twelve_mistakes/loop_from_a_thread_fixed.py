"""call_soon_threadsafe puts the item into the queue and wakes the loop"""

import asyncio
import threading
import time

received: list[int] = []


def sensor(loop: asyncio.AbstractEventLoop, queue: asyncio.Queue[int]) -> None:
    time.sleep(0.2)
    loop.call_soon_threadsafe(queue.put_nowait, 21)
    time.sleep(0.3)
    print("sensor: 0.3 s later they have", received)


async def main() -> None:
    queue: asyncio.Queue[int] = asyncio.Queue()
    thread = threading.Thread(target=sensor, args=(asyncio.get_running_loop(), queue))
    thread.start()
    async with asyncio.timeout(1.2):
        received.append(await queue.get())
    await asyncio.to_thread(thread.join)


asyncio.run(main())
