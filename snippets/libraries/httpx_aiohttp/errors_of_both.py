"""The same four failures as httpx and aiohttp report them"""
# /// script
# dependencies = ["aiohttp", "httpx"]
# ///

import asyncio
import socket

import aiohttp
import httpx


async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    request = await reader.readuntil(b"\r\n\r\n")
    if request.startswith(b"GET /missing"):
        writer.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
    elif request.startswith(b"GET /half"):
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf")
    await writer.drain()
    writer.close()


async def with_httpx(url: str) -> str:
    async with httpx.AsyncClient() as client:
        try:
            (await client.get(url)).raise_for_status()
        except httpx.HTTPError as error:
            return type(error).__name__
    return "ok"


async def with_aiohttp(url: str) -> str:
    async with aiohttp.ClientSession(raise_for_status=True) as session:
        try:
            async with session.get(url) as response:
                await response.read()
        except aiohttp.ClientError as error:
            return type(error).__name__
    return "ok"


async def main() -> None:
    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    base = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))  # bound and not listening: connecting is refused
        refused = f"http://127.0.0.1:{closed.getsockname()[1]}/"
        for name, url in {
            "connection refused": refused,
            "status 404": f"{base}/missing",
            "closed without an answer": f"{base}/nothing",
            "body cut short": f"{base}/half",
        }.items():
            print(f"{name:<25} {await with_httpx(url):<20} {await with_aiohttp(url)}")
    server.close()


asyncio.run(main())
