"""Cancel a request: the connection is closed, and the client still works"""
# /// script
# dependencies = ["aiohttp", "httpx"]
# ///

import asyncio

import aiohttp
import httpx

begun, gone = asyncio.Event(), asyncio.Event()


async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    request = await reader.readuntil(b"\r\n\r\n")
    if request.startswith(b"GET /slow"):
        begun.set()
        await reader.read()  # until the client closes the connection
        gone.set()
    else:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\npong")
        await writer.drain()
    writer.close()


async def cancel(name: str, request: "asyncio.Task[object]") -> None:
    await begun.wait()
    request.cancel()
    await asyncio.wait([request])
    await gone.wait()
    print(f"{name}: cancelled {request.cancelled()}, the server sees a closed connection")
    begun.clear()
    gone.clear()


async def main() -> None:
    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with httpx.AsyncClient(base_url=url) as client:
        await cancel("httpx", asyncio.create_task(client.get("/slow")))
        print("httpx: next request:", (await client.get("/quick")).text)

    async with aiohttp.ClientSession(url) as session:

        async def get(path: str) -> str:
            async with session.get(path) as response:
                return await response.text()

        await cancel("aiohttp", asyncio.create_task(get("/slow")))
        print("aiohttp: next request:", await get("/quick"))
    server.close()


asyncio.run(main())
