import asyncio
import time

import aiohttp


async def main() -> None:
    async with aiohttp.ClientSession("ORIGIN") as session:
        async with session.get("/json") as response:
            print(response.status, response.reason, response.content_type, await response.json())
        async with session.post("/echo", data=b"x" * 300_000) as response:
            print("echo:", len(await response.read()))
        async with session.put("/echo", json={"a": 1}, headers={"X-Key": "1"}) as response:
            print("put:", await response.text())
        async with session.get("/absent") as response:
            print(response.status, response.reason, await response.text())
        async with session.get("/large") as response:
            size = 0
            async for piece in response.content.iter_chunked(65536):
                size += len(piece)
            print("large:", size)
        async with session.get("/steps") as response:
            began = time.monotonic()
            times = []
            async for _ in response.content.iter_any():
                times.append(time.monotonic() - began)
            print("steps come as they are sent:", len(times) >= 3 and times[-1] - times[0] > 0.4)
        try:
            async with session.get("/late", timeout=aiohttp.ClientTimeout(total=0.3)):
                print("too early")
        except TimeoutError:
            print("timed out")
        many = [session.get("/json") for _ in range(20)]
        for request in asyncio.as_completed(many):
            async with await request as response:
                assert await response.json() == {"a": 1}
        print("many at once")
    async with aiohttp.ClientSession() as session:
        try:
            async with session.get("REFUSING/json"):
                print("allowed")
        except OSError as error:
            print(type(error).__name__, error.strerror)
        try:
            async with session.get("CLOSED/json"):
                print("open")
        except aiohttp.ClientConnectorError as error:
            print(type(error).__name__, isinstance(error.os_error, ConnectionRefusedError))


asyncio.run(main())
