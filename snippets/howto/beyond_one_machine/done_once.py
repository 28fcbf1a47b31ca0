"""An idempotent job: the bank records what is paid, so a second attempt does no harm"""

import asyncio
import multiprocessing
import os
import socket


def worker(queue_port: int, bank_port: int) -> None:
    with socket.create_connection(("127.0.0.1", queue_port)) as queue, queue.makefile("rw") as jobs:
        for job in jobs:
            name, attempt = job.split(",")
            with socket.create_connection(("127.0.0.1", bank_port)) as bank:
                bank.sendall(f"{name}\n".encode())
                bank.recv(10)
            if int(attempt) == 1:
                os._exit(1)  # after the work, before the confirmation
            print("done", file=jobs, flush=True)


async def main() -> None:
    jobs = asyncio.Queue[tuple[str, int]]()
    paid: set[str] = set()

    async def bank(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        name = (await reader.readline()).decode().strip()
        print("  bank:", name, "was paid before" if name in paid else "is paid now")
        paid.add(name)
        writer.write(b"paid\n")
        writer.close()

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

    servers = [await asyncio.start_server(serve, "127.0.0.1", 0) for serve in (hand_out, bank)]
    ports = [server.sockets[0].getsockname()[1] for server in servers]
    for _ in range(2):
        multiprocessing.get_context("spawn").Process(target=worker, args=ports).start()
    jobs.put_nowait(("invoice 7", 1))
    await jobs.join()
    for server in servers:
        server.close()


if __name__ == "__main__":
    asyncio.run(main())
