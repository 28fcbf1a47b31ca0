"""A cancelled call whose clean-up fails: tenacity, stamina, our Policy"""
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
calls = 0


async def fetch() -> str:
    global calls
    calls += 1
    if calls > 1:
        return "an answer that is no longer wanted"
    try:
        return await asyncio.sleep(10, "answer")
    finally:
        raise ConnectionError("the goodbye wasn't sent")


with_tenacity = tenacity.retry(
    retry=tenacity.retry_if_exception_type(ConnectionError), stop=tenacity.stop_after_attempt(3), reraise=True
)(fetch)
with_stamina = stamina.retry(on=ConnectionError, attempts=3, wait_initial=0.01)(fetch)


async def with_policy() -> str:
    return await Policy(attempts=3, base=0.01, retry_on=ConnectionError).call(fetch)


async def main() -> None:
    global calls
    functions: list[Callable[[], Awaitable[str]]] = [with_tenacity, with_stamina, with_policy]
    for name, function in zip(("tenacity", "stamina", "Policy"), functions, strict=True):
        calls = 0
        task = asyncio.ensure_future(function())
        await asyncio.sleep(0.01)
        task.cancel()
        await asyncio.wait([task])
        print(f"{name}: {calls} calls, ended with", repr(task.exception() or task.result()))


asyncio.run(main())
