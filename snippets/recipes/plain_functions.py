"""A program of plain functions with an async client: one call, two at once, one from the wrong thread"""

import asyncio

from portal import Portal


class Client:
    def __init__(self) -> None:
        # Changed in the loop's thread only, so it needs no lock.
        self.asked = 0

    async def fetch(self, page: str, seconds: float) -> str:
        self.asked += 1
        number = self.asked
        await asyncio.sleep(seconds)
        print("is there:", page)
        return f"{page}, the answer to question {number}"


def main() -> None:
    client = Client()
    with Portal() as portal:
        print(portal.call(client.fetch, "home", 0.01))

        news = portal.start(client.fetch, "news", 0.3)
        weather = portal.start(client.fetch, "weather", 0.01)
        print(news.result())
        print(weather.result())

        async def call_from_inside() -> str:
            return portal.call(client.fetch, "home", 0.01)

        try:
            portal.call(call_from_inside)
        except RuntimeError as error:
            print("refused:", error)
        archive = portal.start(client.fetch, "archive", 0.01)
    print("closed")
    print(archive.result())


main()
