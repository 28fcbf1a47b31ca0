"""Many programs to run, two at a time"""

import asyncio
import sys

running = peak = 0


async def convert(name: str, limit: asyncio.Semaphore) -> str:
    global running, peak
    async with limit:
        running += 1
        peak = max(peak, running)
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", f"print({name!r}.upper())", stdout=asyncio.subprocess.PIPE
        )
        try:
            out, _ = await process.communicate()
        finally:
            if process.returncode is None:  # cancelled: it ends before it gives its permit back
                process.kill()
                await process.wait()
            running -= 1
    return out.decode().strip()


async def main() -> None:
    limit = asyncio.Semaphore(2)  # as many as there are cores, say
    names = ["a.png", "b.png", "c.png", "d.png"]
    print(await asyncio.gather(*(convert(name, limit) for name in names)))
    print("at most at once:", peak)


asyncio.run(main())
