"""async with: opening and closing may wait"""

import asyncio
from types import TracebackType


class Connection:
    def __init__(self, name: str) -> None:
        self.name = name

    async def __aenter__(self) -> "Connection":
        await asyncio.sleep(0.02)  # the handshake
        print(f"{self.name}: open")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await asyncio.sleep(0.02)  # the goodbye
        print(f"{self.name}: closed", f"after {kind.__name__}" if kind else "without an error")

    async def ask(self, question: str) -> str:
        if not question:
            raise ValueError("an empty question")
        return f"{self.name} says {len(question)}"


async def main() -> None:
    async with Connection("one") as one:
        print(await one.ask("how long is this?"))
    try:
        async with Connection("two") as two:
            print(await two.ask(""))
    except ValueError as error:
        print("main:", error)


asyncio.run(main())
