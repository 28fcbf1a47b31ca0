"""A coroutine that is called and never awaited"""

import asyncio
import warnings

saved: list[str] = []


async def save(order: str) -> None:
    await asyncio.sleep(0.1)  # stands for a database
    saved.append(order)


async def main() -> None:
    save("3 apples")  # the mistake: no await
    await asyncio.sleep(0.2)
    print("saved:", saved)


with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    asyncio.run(main())
print(f"{caught[0].category.__name__}: {str(caught[0].message).splitlines()[0]}")
