"""Test an hour of waiting in virtual time"""

import asyncio
import selectors
import time


class JumpingSelector(selectors.SelectSelector):
    """Instead of waiting for the next timer, it sets the clock to it."""

    now = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0)
        if not ready and timeout is None:
            raise RuntimeError("deadlock: nobody can go on, and no timer is set")
        if not ready and timeout is not None:
            self.now += timeout
        return ready


class VirtualLoop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self.selector = JumpingSelector()
        super().__init__(self.selector)

    def time(self) -> float:
        return self.selector.now


async def remind(minutes: int) -> str:
    await asyncio.sleep(60 * minutes)
    return f"after {minutes} minutes"


async def test_reminder() -> None:
    loop = asyncio.get_running_loop()
    start = loop.time()
    assert await remind(60) == "after 60 minutes"
    assert round(loop.time() - start) == 3600
    print("an hour has passed on the loop's clock")


started = time.monotonic()
with asyncio.Runner(loop_factory=VirtualLoop) as runner:
    runner.run(test_reminder())
    try:
        runner.run(asyncio.Event().wait())
    except RuntimeError as error:
        print(error)
print("on the wall's clock:", "seconds" if time.monotonic() - started < 60 else "an hour")
