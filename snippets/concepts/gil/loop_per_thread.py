"""Each thread can have an event loop of its own"""

import asyncio
import threading

loops: dict[str, int] = {}


async def serve(name: str, colleague: asyncio.AbstractEventLoop | None) -> None:
    loop = asyncio.get_running_loop()
    loops[name] = id(loop)
    print(f"{name} has a loop of its own:", len(set(loops.values())) == len(loops))
    if colleague is not None:  # call it from here through the thread-safe functions only
        future = asyncio.run_coroutine_threadsafe(greet(name), colleague)
        answer: asyncio.Future[str] = asyncio.wrap_future(future)
        print(await answer)


async def greet(visitor: str) -> str:
    return f"{threading.current_thread().name} greets {visitor}"


async def main() -> None:
    await serve("first", None)
    here = asyncio.get_running_loop()
    thread = threading.Thread(target=lambda: asyncio.run(serve("second", here)), name="second")
    threading.current_thread().name = "first"
    thread.start()
    await asyncio.to_thread(thread.join)  # doesn't block this loop, which has to run greet()


asyncio.run(main())
