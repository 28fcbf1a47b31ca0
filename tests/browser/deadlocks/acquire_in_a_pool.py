import asyncio
import threading

lock = threading.Lock()


async def main():
    lock.acquire()
    print("locked")
    await asyncio.to_thread(lock.acquire)


asyncio.run(main())
