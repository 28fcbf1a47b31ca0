"""asyncio.run makes a loop, in any thread"""

import asyncio
import threading


async def main() -> None:
    loop = asyncio.get_running_loop()
    print(threading.current_thread().name, "has a loop:", loop.is_running())


asyncio.run(main())
thread = threading.Thread(target=lambda: asyncio.run(main()), name="worker")
thread.start()
thread.join()
