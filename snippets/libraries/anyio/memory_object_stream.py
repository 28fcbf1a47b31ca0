"""A memory object stream between tasks"""
# /// script
# dependencies = ["anyio[trio]"]
# ///

import anyio
from anyio.streams.memory import MemoryObjectReceiveStream


async def work(name: str, jobs: MemoryObjectReceiveStream[int], done: list[str]) -> None:
    async with jobs:
        async for job in jobs:
            await anyio.sleep(0.01)
            done.append(f"{name} did {job}")


async def main() -> None:
    done: list[str] = []
    send, receive = anyio.create_memory_object_stream[int](max_buffer_size=1)
    async with anyio.create_task_group() as group:
        for name in ("a", "b"):
            group.start_soon(work, name, receive.clone(), done)
        receive.close()
        async with send:
            for job in range(6):
                await send.send(job)
    print(len(done), "jobs by", sorted({entry[0] for entry in done}))


anyio.run(main, backend="trio")
