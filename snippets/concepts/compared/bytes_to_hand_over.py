"""What has to be copied to hand over a list"""

import asyncio
import pickle
import queue
from array import array
from multiprocessing.shared_memory import SharedMemory

numbers = list(range(100_000))


async def to_a_task() -> bool:
    items: asyncio.Queue[list[int]] = asyncio.Queue()
    await items.put(numbers)
    return await items.get() is numbers


def to_a_thread() -> bool:
    items: queue.Queue[list[int]] = queue.Queue()
    items.put(numbers)
    return items.get() is numbers


print("a task gets the same object:  ", asyncio.run(to_a_task()))
print("a thread gets the same object:", to_a_thread())
print("to a process:", len(pickle.dumps(numbers, protocol=5)), "bytes are written, read, and made into a new list")

packed = array("q", numbers)
block = SharedMemory(create=True, size=len(packed) * packed.itemsize)
assert block.buf is not None  # it is None after close() only
block.buf[: len(packed) * packed.itemsize] = packed.tobytes()
print("through shared memory:", len(pickle.dumps(block.name, protocol=5)), "bytes, its name")
block.close()
block.unlink()
