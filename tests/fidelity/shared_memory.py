"""Memory that processes share: Value, Array, SharedMemory, ShareableList, what a Barrier stands on; with and without locks."""

import multiprocessing
import time
from multiprocessing import shared_memory


def add(value, lock, times: int) -> None:
    for _ in range(times):
        with lock:
            value.value += 1


def fill(array, index: int) -> None:
    array[index] = index * index


def write(name: str) -> None:
    memory = shared_memory.SharedMemory(name=name)
    memory.buf[:5] = b"world"
    memory.close()


def change(name: str) -> None:
    shared = shared_memory.ShareableList(name=name)
    shared[1] = "changed"
    shared.shm.close()


def meet(barrier, queue) -> None:
    queue.put(barrier.wait())


def spin(value) -> None:
    while not value.value:
        pass
    print("seen", value.value, flush=True)


def run(context, target, *arguments) -> None:
    process = context.Process(target=target, args=arguments)
    process.start()
    process.join()


def main() -> None:
    context = multiprocessing.get_context("spawn")

    value, lock = context.Value("i", 0), context.Lock()
    adding = [context.Process(target=add, args=(value, lock, 50)) for _ in range(2)]
    array = context.Array("i", 5)
    filling = [context.Process(target=fill, args=(array, index)) for index in range(3)]
    for process in adding + filling:
        process.start()
    for process in adding + filling:
        process.join()
    print(value.value, array[:])

    memory = shared_memory.SharedMemory(create=True, size=10)
    memory.buf[:5] = b"hello"
    again = shared_memory.SharedMemory(name=memory.name)
    print(bytes(again.buf[:5]), again.size, len(again.buf))
    again.close()
    run(context, write, memory.name)
    print(bytes(memory.buf))
    memory.close()
    memory.unlink()
    try:
        shared_memory.SharedMemory(name=memory.name)
    except FileNotFoundError:
        print("unlinked")

    shared = shared_memory.ShareableList([1, "long enough", 2.5])
    run(context, change, shared.shm.name)
    print(list(shared))
    shared.shm.close()
    shared.shm.unlink()

    barrier, queue = context.Barrier(2), context.Queue()
    process = context.Process(target=meet, args=(barrier, queue))
    process.start()
    print(sorted([barrier.wait(), queue.get()]))
    process.join()

    raw = context.RawValue("i", 0)
    process = context.Process(target=spin, args=(raw,))
    process.start()
    time.sleep(0.2)
    raw.value = 3
    process.join()


if __name__ == "__main__":
    main()
