"""Publish and subscribe: what happens to a subscriber that doesn't read"""

import asyncio
from typing import Literal

Policy = Literal["block", "drop_oldest", "drop_newest"]


class Topic:
    def __init__(self) -> None:
        self.subscribers: list[tuple[asyncio.Queue[int], Policy]] = []

    def subscribe(self, policy: Policy, size: int = 2) -> asyncio.Queue[int]:
        queue: asyncio.Queue[int] = asyncio.Queue(size)
        self.subscribers.append((queue, policy))
        return queue

    async def publish(self, message: int) -> bool:
        for queue, policy in self.subscribers:
            if queue.full() and policy == "drop_newest":
                continue
            if queue.full() and policy == "drop_oldest":
                queue.get_nowait()
            await queue.put(message)  # "block": the publisher waits for the slow one
        return True


async def main() -> None:
    for policy in ("drop_oldest", "drop_newest", "block"):
        topic = Topic()
        inbox = topic.subscribe(policy)  # and nobody reads it
        sent = 0
        try:
            async with asyncio.timeout(0.05):
                for message in range(1, 6):
                    sent += await topic.publish(message)
        except TimeoutError:
            print("   the publisher is stuck")
        print(f"{policy}: sent {sent}, kept {[inbox.get_nowait() for _ in range(inbox.qsize())]}")


asyncio.run(main())
