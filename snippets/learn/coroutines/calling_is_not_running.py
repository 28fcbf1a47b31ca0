"""Calling a coroutine function runs none of its body"""

import asyncio
import warnings


async def greet() -> str:
    print("  the body runs")
    return "hello"


print("greet is a", type(greet).__name__)
made = greet()
print("greet() made a", type(made).__name__)
print("running it:")
print("  it returned", asyncio.run(made))

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    forgotten = greet()
    del forgotten  # it was never run
print(f"{caught[0].category.__name__}: {str(caught[0].message).splitlines()[0]}")
