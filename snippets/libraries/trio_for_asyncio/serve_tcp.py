"""nursery.start waits until the server listens"""
# /// script
# dependencies = ["trio"]
# ///

from functools import partial

import trio


async def shout(stream: trio.SocketStream) -> None:
    async for data in stream:
        await stream.send_all(data.upper())


async def main() -> None:
    async with trio.open_nursery() as nursery:
        serve = partial(trio.serve_tcp, shout, 0, host="127.0.0.1")
        listeners: list[trio.SocketListener] = await nursery.start(serve)
        port = listeners[0].socket.getsockname()[1]

        async with await trio.open_tcp_stream("127.0.0.1", port) as client:
            await client.send_all(b"hello")
            await client.send_eof()
            reply = b"".join([data async for data in client])
            print(reply.decode())
        nursery.cancel_scope.cancel()
    print("server stopped")


trio.run(main)
