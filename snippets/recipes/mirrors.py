"""Three mirrors race, and a slow request is sent a second time"""

import asyncio

from race import hedge, race

connections = 0


async def fetch(mirror: str, takes: float) -> str:
    global connections
    connections += 1
    try:
        await asyncio.sleep(takes)
        if mirror == "C":
            raise ConnectionError("C is down")
        return f"page from {mirror}"
    finally:
        await asyncio.sleep(0.01)  # says goodbye to the server
        connections -= 1


async def main() -> None:
    text = await race(fetch("A", 100), fetch("B", 0.05), fetch("C", 0))
    print(f"race: {text}, open connections: {connections}")

    calls: list[float] = []

    async def fetch_any() -> str:
        calls.append(100 if not calls else 0)
        return await fetch(f"server {len(calls)}", calls[-1])

    text = await hedge(0.1, fetch_any)
    print(f"hedge: {text}, calls: {len(calls)}, open connections: {connections}")


asyncio.run(main())
