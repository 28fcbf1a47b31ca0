"""asyncio's own loop at work: what it does in each turn"""

import asyncio
import selectors


class Traced(selectors.DefaultSelector):
    turn = 0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        self.turn += 1
        wait = "without limit" if timeout is None else "not at all" if timeout <= 0 else "for the next timer"
        print(f"turn {self.turn}: ask the selector, wait {wait}")
        return super().select(timeout)


async def step(name: str, delay: float) -> None:
    print(f"   {name} starts")
    await asyncio.sleep(delay)
    print(f"   {name} continues")


async def main() -> None:
    async with asyncio.TaskGroup() as group:
        group.create_task(step("quick", 0))
        group.create_task(step("slow", 0.1))
    print("   main continues")


loop = asyncio.SelectorEventLoop(Traced())
try:
    loop.run_until_complete(main())
finally:
    loop.close()
