"""A WebSocket server with websockets alone: broadcast to all connections"""
# /// script
# dependencies = ["websockets"]
# ///

import asyncio

from websockets.asyncio.client import connect
from websockets.asyncio.server import ServerConnection, broadcast, serve

connections: set[ServerConnection] = set()


async def handle(websocket: ServerConnection) -> None:
    connections.add(websocket)
    try:
        async for message in websocket:  # ends when the client closes the connection
            broadcast(connections, f"someone says {message!r}")
    finally:
        connections.remove(websocket)


async def main() -> None:
    async with serve(handle, "127.0.0.1", 0) as server:
        url = f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        async with connect(url) as ann, connect(url) as ben:
            while len(connections) < 2:
                await asyncio.sleep(0)
            await ann.send("hello")
            print("ann reads:", await ann.recv())
            print("ben reads:", await ben.recv())
    print("open connections:", len(connections))


asyncio.run(main())
