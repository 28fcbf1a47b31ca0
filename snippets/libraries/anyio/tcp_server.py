"""A TCP server and a client"""
# /// script
# dependencies = ["anyio[trio]"]
# ///

import anyio
from anyio.abc import SocketAttribute, SocketStream, TaskStatus


async def shout(client: SocketStream) -> None:
    async with client:
        async for data in client:
            await client.send(data.upper())


async def serve(*, task_status: TaskStatus[int]) -> None:
    listener = await anyio.create_tcp_listener(local_host="127.0.0.1")
    async with listener:
        task_status.started(listener.extra(SocketAttribute.local_port))
        await listener.serve(shout)


async def main() -> None:
    async with anyio.create_task_group() as group:
        port = await group.start(serve)
        async with await anyio.connect_tcp("127.0.0.1", port) as stream:
            await stream.send(b"hello")
            print((await stream.receive()).decode())
        group.cancel_scope.cancel()


for backend in ("asyncio", "trio"):
    anyio.run(main, backend=backend)
