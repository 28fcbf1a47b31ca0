"""asyncio.run: nested it raises, at module level no loop runs, left-overs are cancelled, async generators are closed."""

import asyncio

try:
    asyncio.get_running_loop()
except RuntimeError as error:
    print(error)


async def never() -> None:
    pass


async def nested() -> None:
    coroutine = never()
    try:
        asyncio.run(coroutine)
    except RuntimeError as error:
        print(error)
    coroutine.close()


async def left_over() -> None:
    try:
        await asyncio.sleep(100)
    except asyncio.CancelledError:
        print("left-over cancelled")
        raise


async def numbers():
    try:
        yield 1
        yield 2
    finally:
        print("generator closed")


async def main() -> None:
    asyncio.create_task(left_over())
    await asyncio.sleep(0)
    global kept
    kept = numbers()
    print(await anext(kept))


asyncio.run(nested())
asyncio.run(main())
with asyncio.Runner() as runner:
    print(runner.run(asyncio.sleep(0, "first")), runner.run(asyncio.sleep(0, "second")))
print(__name__, type(asyncio.new_event_loop()).__name__)
