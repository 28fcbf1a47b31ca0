import asyncio

import aiohttp


async def main() -> None:
    async with aiohttp.ClientSession() as session:
        async with session.ws_connect("ORIGIN/echo", protocols=["chat"]) as socket:
            print("protocol:", socket.protocol)
            await socket.send_str("héllo")
            print(await socket.receive_str())
            await socket.send_bytes(bytes(100_000))
            print(len(await socket.receive_bytes()))
            await socket.send_str("bye")
            message = await socket.receive()
            print(message.type.name, message.data, message.extra)
        try:
            await session.ws_connect("ORIGIN/absent")
        except OSError as error:
            print(type(error).__name__, error.strerror)


asyncio.run(main())
