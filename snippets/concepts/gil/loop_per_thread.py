"""A thread may have an event loop of its own"""

import asyncio
import threading

places: dict[str, int] = {}


async def serve(name: str, colleague: asyncio.AbstractEventLoop | None) -> None:
    loop = asyncio.get_running_loop()
    places[name] = id(loop)
    print(f"{name} has a loop of its own:", len(set(places.values())) == len(places))
    if colleague is not None:  # its futures and locks belong to it: only the thread-safe calls reach over
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
    await asyncio.to_thread(thread.join)  # this loop goes on meanwhile, or it could not greet


asyncio.run(main())
