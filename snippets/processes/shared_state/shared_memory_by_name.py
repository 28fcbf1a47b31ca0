"""shared_memory: create a block, attach to it by name, unlink it"""

import multiprocessing
from multiprocessing.shared_memory import SharedMemory


def write(name: str) -> None:
    block = SharedMemory(name=name)  # attaches to the block of this name
    assert block.buf is not None
    block.buf[:5] = b"hello"
    block.close()


if __name__ == "__main__":
    block = SharedMemory(create=True, size=1_000_000)
    try:
        process = multiprocessing.Process(target=write, args=(block.name,))
        process.start()
        process.join()
        assert block.buf is not None  # it is None after close() only
        print("written by the child:", bytes(block.buf[:5]))
    finally:
        block.close()  # this process no longer uses it
        block.unlink()  # it is to be removed
    try:
        SharedMemory(name=block.name)
    except FileNotFoundError:
        print("after unlink(): FileNotFoundError")
