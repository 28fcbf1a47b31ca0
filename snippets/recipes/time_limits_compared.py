"""A time limit of 0.1 s and a call that takes 0.3 s"""
# /// script
# dependencies = ["stamina", "tenacity"]
# ///

import asyncio
import logging
from collections.abc import Awaitable, Callable

import stamina
import tenacity
from retry import Policy

logging.disable()  # stamina logs each retry


async def slow() -> None:
    try:
        await asyncio.sleep(0.3)
    except asyncio.CancelledError:
        print("  the call was cancelled")
        raise
    print("  the call ran to its end")
    raise ConnectionError("refused")


with_tenacity = tenacity.retry(stop=tenacity.stop_after_delay(0.1), reraise=True)(slow)
with_stamina = stamina.retry(on=ConnectionError, timeout=0.1, wait_initial=0.01)(slow)


async def with_policy() -> None:
    await Policy(total_timeout=0.1, retry_on=ConnectionError).call(slow)


async def main() -> None:
    functions: list[Callable[[], Awaitable[None]]] = [with_tenacity, with_stamina, with_policy]
    for name, function in zip(("tenacity", "stamina", "Policy"), functions, strict=True):
        print(name)
        try:
            await function()
        except (ConnectionError, TimeoutError) as error:
            print(" ", repr(error))


asyncio.run(main())
