"""One of three fails: gather, TaskGroup and wait"""

import asyncio

log: list[str] = []


async def job(name: str) -> str:
    try:
        await asyncio.sleep(0.05 if name == "bad" else 0.15)
        if name == "bad":
            raise ValueError(name)
        log.append(f"{name} ended")
        return name
    except asyncio.CancelledError:
        log.append(f"{name} cancelled")
        raise


def jobs() -> list[asyncio.Task[str]]:
    return [asyncio.create_task(job(name)) for name in ("a", "bad", "b")]


async def with_gather() -> str:
    return str(await asyncio.gather(*jobs()))


async def with_gather_values() -> str:
    return str(await asyncio.gather(*jobs(), return_exceptions=True))


async def with_group() -> str:
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(job(name)) for name in ("a", "bad", "b")]
    return str([task.result() for task in tasks])


async def with_wait() -> str:
    done, pending = await asyncio.wait(jobs())
    return f"{len(done)} done, {len(pending)} pending, {sum(task.exception() is not None for task in done)} failed"


async def main() -> None:
    for way in (with_gather, with_gather_values, with_group, with_wait):
        log.clear()
        try:
            outcome = await way()
        except* ValueError:
            outcome = f"raises {'a group' if way is with_group else 'the error'} after {sorted(log)}"
        await asyncio.sleep(0.2)
        print(f"{way.__name__}: {outcome}; in the end: {sorted(log)}")


asyncio.run(main())
