"""An hour of virtual time in a test"""
# /// script
# dependencies = ["trio"]
# ///

import trio
import trio.testing


async def poll_every_minute() -> int:
    polls = 0
    with trio.move_on_after(3600):
        while True:
            polls += 1
            await trio.sleep(60)
    return polls


async def main() -> None:
    start = trio.current_time()
    polls = await poll_every_minute()
    print(polls, "polls in", trio.current_time() - start, "seconds")


trio.run(main, clock=trio.testing.MockClock(autojump_threshold=0))
