"""A service that ends when it is asked, one that is late, and one whose user loses patience"""

import asyncio
import os
import signal
from collections.abc import Callable, Coroutine
from typing import Any

from service_runner import run_service


def send(number: signal.Signals) -> None:
    print("signal:", number.name)
    os.kill(os.getpid(), number)


async def willing(stop: asyncio.Event) -> str:
    send(signal.SIGTERM)
    await stop.wait()
    await asyncio.sleep(0.05)
    return "the last job is done"


async def late(stop: asyncio.Event) -> str:
    send(signal.SIGTERM)
    try:
        await asyncio.sleep(3600)
    finally:
        print("asked:", stop.is_set(), "- cleaned up")
    return "never"


async def impatient(stop: asyncio.Event) -> str:
    send(signal.SIGINT)
    await stop.wait()
    send(signal.SIGINT)
    try:
        await asyncio.sleep(3600)
    finally:
        print("cleaned up")
    return "never"


def run(main: Callable[[asyncio.Event], Coroutine[Any, Any, str]], grace: float) -> None:
    try:
        print(main.__name__, "returned:", run_service(main, grace))
    except SystemExit as error:
        print(main.__name__, "was cancelled, exit code", error.code)


run(willing, grace=60)
run(late, grace=0.1)
run(impatient, grace=60)
