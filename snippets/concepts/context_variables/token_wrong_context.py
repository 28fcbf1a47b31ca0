"""A token works only in the context that created it"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import ContextVar, Token

language: ContextVar[str] = ContextVar("language", default="en")


@asynccontextmanager
async def speaking(code: str) -> AsyncIterator[None]:
    token = language.set(code)
    try:
        yield
    finally:
        language.reset(token)  # the value that it had before


async def reset_elsewhere(token: Token[str]) -> None:
    try:
        language.reset(token)
    except ValueError:
        print("another task: this token was made in a different Context")


async def main() -> None:
    async with speaking("de"):
        print("inside:", language.get())
    print("after the block:", language.get())
    await asyncio.create_task(reset_elsewhere(language.set("fr")))
    print("still:", language.get())


asyncio.run(main())
