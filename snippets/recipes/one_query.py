"""Twenty callers share one query, which is cancelled when the last of them leaves"""

import asyncio

from single_flight import SingleFlight

log: list[str] = []


async def query() -> str:
    log.append("query")
    try:
        await asyncio.sleep(0.05)
    except asyncio.CancelledError:
        log.append("query cancelled")
        raise
    return "the answer"


async def main() -> None:
    flights = SingleFlight[str, str]()

    for leaving in (0, 1, 19, 20):
        callers = [asyncio.create_task(flights.do("key", query)) for _ in range(20)]
        await asyncio.sleep(0)
        for caller in callers[:leaving]:
            caller.cancel()
        answers = await asyncio.gather(*callers, return_exceptions=True)
        print(leaving, "leave,", answers.count("the answer"), "get the answer:", ", ".join(log))
        log.clear()


asyncio.run(main())
