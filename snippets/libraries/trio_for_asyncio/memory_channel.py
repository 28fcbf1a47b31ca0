"""A memory channel with two senders"""
# /// script
# dependencies = ["trio"]
# ///

import trio


async def produce(name: str, channel: trio.MemorySendChannel[str]) -> None:
    async with channel:
        for number in (1, 2):
            await channel.send(f"{name}{number}")


async def main() -> None:
    send, receive = trio.open_memory_channel[str](0)
    async with trio.open_nursery() as nursery:
        async with send:
            for name in ("a", "b"):
                nursery.start_soon(produce, name, send.clone())
        received = [item async for item in receive]
    print(sorted(received))


trio.run(main)
