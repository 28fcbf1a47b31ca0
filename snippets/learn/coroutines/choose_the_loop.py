"""The running loop, and how to choose its class"""

import asyncio


async def main() -> None:
    loop = asyncio.get_running_loop()
    print("inside: a selector loop:", isinstance(loop, asyncio.SelectorEventLoop))


try:
    asyncio.get_running_loop()
except RuntimeError as error:
    print("outside:", error)

with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
    runner.run(main())
