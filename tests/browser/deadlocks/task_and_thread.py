import asyncio
import threading

lock = threading.Lock()


def work():
    with lock:
        print("work has the lock")


async def main():
    lock.acquire()
    await asyncio.to_thread(work)
    lock.release()


asyncio.run(main())
