"""A task's name, its exception and its result"""

import asyncio


async def divide(a: float, b: float) -> float:
    current = asyncio.current_task()
    assert current is not None
    print(current.get_name(), "runs")
    await asyncio.sleep(0.05)
    return a / b


async def main() -> None:
    half = asyncio.create_task(divide(1, 2), name="half")
    nonsense = asyncio.create_task(divide(1, 0), name="nonsense")
    print("half is a future:", isinstance(half, asyncio.Future))
    try:
        half.result()
    except asyncio.InvalidStateError as error:
        print("too early:", error)

    await asyncio.wait([half, nonsense])
    for task in (half, nonsense):
        failure = task.exception()
        if failure:
            print(f"{task.get_name()} failed: {failure!r}")
        else:
            print(f"{task.get_name()} returned {task.result()}")


asyncio.run(main())
