"""Two tasks, threads, processes take turns"""

import asyncio
import multiprocessing
import threading
from multiprocessing.connection import Connection


async def with_tasks() -> None:
    async def play(name: str) -> None:
        for _ in range(2):
            print(" ", name)
            await asyncio.sleep(0)  # the other task's turn

    await asyncio.gather(play("task 1"), play("task 2"))


def with_threads() -> None:
    turns = [threading.Semaphore(1), threading.Semaphore(0)]

    def play(me: int) -> None:
        for _ in range(2):
            turns[me].acquire()
            print("  thread", me + 1)
            turns[1 - me].release()

    threads = [threading.Thread(target=play, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def play(connection: Connection) -> None:
    for _ in range(2):
        connection.recv()
        print("  process 2", flush=True)
        connection.send("your turn")


def with_processes() -> None:
    here, there = multiprocessing.Pipe()
    process = multiprocessing.Process(target=play, args=(there,))
    process.start()
    for _ in range(2):
        print("  process 1", flush=True)
        here.send("your turn")
        here.recv()
    process.join()


if __name__ == "__main__":
    print("a pass through the ready queue")
    asyncio.run(with_tasks())
    print("two semaphores", flush=True)
    with_threads()
    print("a pipe", flush=True)
    with_processes()
