"""The first answer wins: asyncio, AnyIO, Trio"""
# /// script
# dependencies = ["anyio", "trio"]
# ///

import asyncio

import anyio
import trio

MIRRORS = {"near": 0.05, "far": 0.2}


async def with_asyncio() -> str:
    async def ask(name: str) -> str:
        await asyncio.sleep(MIRRORS[name])
        return name

    tasks = [asyncio.create_task(ask(name)) for name in MIRRORS]
    done, others = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)  # wait until they have ended
    return done.pop().result()


async def with_anyio() -> str:
    async def ask(name: str) -> None:
        await anyio.sleep(MIRRORS[name])
        answers.append(name)
        group.cancel_scope.cancel()

    answers: list[str] = []
    async with anyio.create_task_group() as group:
        for name in MIRRORS:
            group.start_soon(ask, name)
    return answers[0]


async def with_trio() -> str:
    async def ask(name: str) -> None:
        await trio.sleep(MIRRORS[name])
        answers.append(name)
        nursery.cancel_scope.cancel()

    answers: list[str] = []
    async with trio.open_nursery() as nursery:
        for name in MIRRORS:
            nursery.start_soon(ask, name)
    return answers[0]


print("asyncio:", asyncio.run(with_asyncio()))
print("AnyIO:", anyio.run(with_anyio))
print("Trio:", trio.run(with_trio))
