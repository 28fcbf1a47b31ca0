"""A worker dies before it has confirmed its job, and the job is done twice"""

import asyncio
import multiprocessing
import os
import socket


def worker(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port)) as queue, queue.makefile("rw") as jobs:
        for job in jobs:
            name, attempt = job.split(",")
            print("  worker: pays", name, flush=True)
            if int(attempt) == 1:
                os._exit(1)  # after the work, before the confirmation
            print("done", file=jobs, flush=True)


async def main() -> None:
    jobs = asyncio.Queue[tuple[str, int]]()

    async def hand_out(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        name, attempt = await jobs.get()
        print(f"queue: {name}, attempt {attempt}")
        writer.write(f"{name},{attempt}\n".encode())
        if await reader.readline():
            print("queue:", name, "is done")
        else:  # the connection has ended without a word
            jobs.put_nowait((name, attempt + 1))
        jobs.task_done()
        writer.close()

    server = await asyncio.start_server(hand_out, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    for _ in range(2):
        multiprocessing.get_context("spawn").Process(target=worker, args=[port]).start()
    jobs.put_nowait(("invoice 7", 1))
    await jobs.join()
    server.close()


if __name__ == "__main__":
    asyncio.run(main())
