"""The same retry three times: tenacity, stamina, our Policy"""
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
    if calls < 3:
        raise ConnectionError("refused")
    return f"answer at attempt {calls}"


with_tenacity = tenacity.retry(
    retry=tenacity.retry_if_exception_type(ConnectionError),
    wait=tenacity.wait_random_exponential(multiplier=0.02, max=1),
    stop=tenacity.stop_after_attempt(4) | tenacity.stop_after_delay(5),
    reraise=True,
)(fetch)

with_stamina = stamina.retry(on=ConnectionError, attempts=4, timeout=5, wait_initial=0.02, wait_max=1)(fetch)

policy = Policy(attempts=4, base=0.02, cap=1, total_timeout=5, retry_on=ConnectionError)


async def with_policy() -> str:
    return await policy.call(fetch)


async def main() -> None:
    global calls
    functions: list[Callable[[], Awaitable[str]]] = [with_tenacity, with_stamina, with_policy]
    for name, function in zip(("tenacity", "stamina", "Policy"), functions, strict=True):
        calls = 0
        print(f"{name}: {await function()}")


asyncio.run(main())
