"""websockets: async for over connect() reconnects when the connection breaks"""
# /// script
# dependencies = ["websockets"]
# ///

import asyncio

from websockets.asyncio.client import connect
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed

connections = 0


async def restart_often(websocket: ServerConnection) -> None:
    global connections
    connections += 1
    await websocket.send(f"message {connections}")
    if connections < 3:
        await websocket.close(1012, "service restart")
    await websocket.wait_closed()


async def main() -> None:
    async with serve(restart_often, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        async for websocket in connect(f"ws://127.0.0.1:{port}"):
            try:
                message = await websocket.recv()
                print("client:", message)
                if message == "message 3":
                    break
                await websocket.recv()
            except ConnectionClosed as closed:
                print("client:", closed.rcvd)  # and round again
        await websocket.close()
    print("connections:", connections)


asyncio.run(main())
