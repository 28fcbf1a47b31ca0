"""send() fails when no receiver is left"""
# /// script
# dependencies = ["anyio[trio]"]
# ///

import anyio


async def main() -> None:
    send, receive = anyio.create_memory_object_stream[int](max_buffer_size=0)

    async def stop_after_two() -> None:
        async with receive:
            print("received", await receive.receive(), await receive.receive())

    async with anyio.create_task_group() as group, send:
        group.start_soon(stop_after_two)
        try:
            for number in range(10):
                await send.send(number)
        except anyio.BrokenResourceError:
            print("no receiver for", number)


anyio.run(main)
