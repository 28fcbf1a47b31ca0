"""Half open: a single probe, not ten"""

import asyncio

probes = 0


async def probe() -> None:
    global probes
    probes += 1
    await asyncio.sleep(0.05)  # the service is still weak


class Gate:
    def __init__(self) -> None:
        self.probing = False

    async def naive(self) -> None:
        await probe()  # each of the ten sees "half open"

    async def careful(self) -> str:
        if self.probing:
            return "turned away"
        self.probing = True  # no await between looking and setting
        try:
            await probe()
            return "probed"
        finally:
            self.probing = False  # also when it is cancelled


async def main() -> None:
    global probes
    gate = Gate()
    await asyncio.gather(*(gate.naive() for _ in range(10)))
    print("naive:", probes, "probes at once")
    probes = 0
    answers = await asyncio.gather(*(gate.careful() for _ in range(10)))
    print("careful:", probes, "probe,", answers.count("turned away"), "turned away")


asyncio.run(main())
