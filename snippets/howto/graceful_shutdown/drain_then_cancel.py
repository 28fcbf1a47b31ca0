"""Let the running jobs end, and cancel who takes too long"""

import asyncio


async def job(name: str, units: int) -> None:
    try:
        await asyncio.sleep(units / 10)
        print(f"{name}: done")
    except asyncio.CancelledError:
        print(f"{name}: cancelled")
        raise


async def shut_down(jobs: set[asyncio.Task[None]], grace: float) -> None:
    print(f"no new jobs, {len(jobs)} are running")
    if not jobs:
        return  # asyncio.wait raises ValueError for an empty set
    done, late = await asyncio.wait(jobs, timeout=grace)
    print(f"{len(done)} ended in time, {len(late)} did not")
    for task in late:
        task.cancel()
    await asyncio.gather(*late, return_exceptions=True)  # cancelled is not yet ended


async def main() -> None:
    await shut_down(set(), grace=0.5)  # an idle service ends as well
    jobs = {asyncio.create_task(job(name, units)) for name, units in {"quick": 1, "slow": 50}.items()}
    await asyncio.sleep(0)
    await shut_down(jobs, grace=0.5)
    print("nothing is left:", all(task.done() for task in jobs))


asyncio.run(main())
