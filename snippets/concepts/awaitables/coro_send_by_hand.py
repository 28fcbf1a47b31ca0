"""Drive a coroutine by hand: send, and StopIteration at the end"""

import types
from collections.abc import Generator


@types.coroutine
def ask(question: str) -> Generator[str, str, str]:
    return (yield question)  # out to the caller of send(), and back with the answer


async def dialogue() -> str:
    name = await ask("name?")
    city = await ask("city?")
    return f"{name} from {city}"


coroutine = dialogue()
print("asked:", coroutine.send(None))  # starts it; the first value must be None
print("asked:", coroutine.send("Ada"))
try:
    coroutine.send("London")
except StopIteration as stop:
    print("returned:", stop.value)
