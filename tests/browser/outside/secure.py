import asyncio
import http.client
import urllib.request

import aiohttp


async def fetch_page(url: str) -> str:
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        return await response.text()


async def main() -> None:
    page = await fetch_page("https://example.com")
    print("Example Domain" in page)
    print(await fetch_page("SECURE/json"))
    async with aiohttp.ClientSession() as session, session.get("SECURE/large") as response:
        print("large:", len(await response.read()))
    try:
        await fetch_page("SECRET/json")
    except OSError as error:
        print(type(error).__name__, error.strerror)


asyncio.run(main())
with urllib.request.urlopen("SECURE/steps") as response:
    print(response.read())
connection = http.client.HTTPSConnection("SECURE".removeprefix("https://"))
for _ in range(2):
    connection.request("GET", "/json")
    print(connection.getresponse().read(), (connection.sock.getpeercert() or {}).get("subject"))
try:
    urllib.request.urlopen("SECRET/json")
except OSError as error:
    print(type(error).__name__, error.strerror)
