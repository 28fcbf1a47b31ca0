import asyncio
import threading

gate = threading.Lock()
gate.acquire()
threading.Timer(3, gate.release).start()
print("waits")
gate.acquire()


async def main():
    event = asyncio.Event()
    asyncio.get_running_loop().call_later(2, event.set)
    await event.wait()


asyncio.run(main())
