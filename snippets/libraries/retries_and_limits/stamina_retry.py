"""stamina: good defaults and a test mode"""
# /// script
# dependencies = ["stamina"]
# ///

import asyncio

import stamina

calls = 0


@stamina.retry(on=(ConnectionError, TimeoutError), attempts=4, timeout=5, wait_initial=0.01)
async def fetch(answer_at: int) -> str:
    global calls
    calls += 1
    if calls < answer_at:
        raise ConnectionError("refused")
    return f"answer at attempt {calls}"


async def main() -> None:
    global calls
    print(await fetch(answer_at=3))

    calls = 0
    with stamina.set_testing(True, attempts=2):  # no pauses, two attempts
        try:
            await fetch(answer_at=3)
        except ConnectionError as error:
            print("given up:", error)


asyncio.run(main())
