"""Five prices for a fast reader and a slow one, under each policy"""

import asyncio

from pub_sub import Disconnected, Policy, PubSub


async def pause(steps: int) -> None:
    for _ in range(steps):
        await asyncio.sleep(0)


async def read(hub: PubSub[int], steps: int) -> str:
    seen: list[int] = []
    with hub.subscribe() as prices:
        try:
            async for price in prices:
                seen.append(price)
                await pause(steps)
        except Disconnected:
            return f"{seen}, disconnected"
        return f"{seen}, {prices.dropped} lost"


async def main() -> None:
    policies: list[Policy] = ["block", "drop_oldest", "drop_newest", "disconnect"]
    for policy in policies:
        hub = PubSub[int](maxsize=2, policy=policy)
        fast, slow = asyncio.create_task(read(hub, 0)), asyncio.create_task(read(hub, 20))
        await pause(1)  # both subscribe
        for price in range(1, 6):
            await hub.publish(price)
            await pause(2)
        hub.close()
        print(f"{policy:12} fast: {await fast:24} slow: {await slow}")


asyncio.run(main())
