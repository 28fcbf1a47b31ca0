"""put_nowait from a thread doesn't wake the event loop"""

import asyncio
import threading
import time

received: list[int] = []


def sensor(queue: asyncio.Queue[int]) -> None:
    time.sleep(0.2)
    queue.put_nowait(21)  # the mistake: the queue belongs to the loop's thread
    time.sleep(0.3)
    print("sensor: 0.3 s later they have", received)


async def main() -> None:
    queue: asyncio.Queue[int] = asyncio.Queue()
    thread = threading.Thread(target=sensor, args=(queue,))
    thread.start()
    async with asyncio.timeout(1.2):
        received.append(await queue.get())
    print("main: at last", received)
    thread.join()


asyncio.run(main(), debug=False)
