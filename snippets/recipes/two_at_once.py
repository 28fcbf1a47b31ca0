"""Two workers, a queue of one, and five pages, of which one fails and one is cancelled"""

import asyncio

from worker_pool import WorkerPool

SECONDS = {"A": 0.05, "B": 0.1, "C": 0.1, "D": 0.1, "E": 0.1}


async def download(page: str) -> str:
    print("begins:", page)
    await asyncio.sleep(SECONDS[page])
    if page == "B":
        raise OSError("no such page")
    return "there it is"


async def main() -> None:
    answers: dict[str, asyncio.Future[str]] = {}
    async with WorkerPool(n=2, maxsize=1) as pool:
        for page in SECONDS:
            answers[page] = await pool.submit(download, page)
            print("accepted:", page)
        answers["E"].cancel()
    print("closed")
    for page, answer in answers.items():
        print(page, "cancelled" if answer.cancelled() else answer.exception() or answer.result())


asyncio.run(main())
