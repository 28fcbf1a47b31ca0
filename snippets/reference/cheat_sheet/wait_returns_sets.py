"""asyncio.wait: three ways to stop waiting, and nothing is raised"""

import asyncio


async def job(units: int) -> int:
    await asyncio.sleep(units / 10)
    if units == 3:
        raise ValueError("three")
    return units


async def main() -> None:
    for how in (asyncio.FIRST_COMPLETED, asyncio.FIRST_EXCEPTION, asyncio.ALL_COMPLETED):
        tasks = {asyncio.create_task(job(units)) for units in (1, 3, 6)}
        done, pending = await asyncio.wait(tasks, return_when=how)
        print(f"{how}: {len(done)} done, {len(pending)} pending")
        for task in pending:
            task.cancel()  # wait cancels no task
        await asyncio.gather(*tasks, return_exceptions=True)
    task = asyncio.create_task(job(5))
    done, pending = await asyncio.wait({task}, timeout=0.1)
    print(f"timeout: {len(done)} done, {len(pending)} pending, and it continues: {not task.done()}")
    task.cancel()


asyncio.run(main())
