"""A thousand tasks at once, and a server that takes fifty"""

import asyncio


class Server:
    """Refuses a request while it is serving fifty."""

    def __init__(self) -> None:
        self.serving = 0

    async def handle(self) -> None:
        if self.serving >= 50:
            raise ConnectionError("503 Service Unavailable")
        self.serving += 1
        await asyncio.sleep(0.05)
        self.serving -= 1


async def main() -> None:
    server = Server()
    results = await asyncio.gather(*(server.handle() for _ in range(1000)), return_exceptions=True)
    failed = sum(isinstance(result, ConnectionError) for result in results)
    print("answered:", len(results) - failed)
    print("refused:", failed)


asyncio.run(main())
