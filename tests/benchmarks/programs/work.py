"""The same work with tasks, threads, processes and interpreters: the first tables of docs/concepts/compared.md.

Prints JSON: by table, by row, seconds.
"""

import asyncio
import contextlib
import json
import multiprocessing
import os
import socket
import sys
from collections.abc import Iterator
from concurrent.futures import (  # type: ignore[attr-defined]  # 3.14's
    Executor,
    InterpreterPoolExecutor,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
)
from multiprocessing.connection import Connection

from durations import seconds, times

DELAY = 0.02  # seconds until the server answers
REQUESTS = 100
PARTS = 4
LIMIT = 2_000_000  # how far one part counts
MIXED = 40
SOME = 200_000
WORKERS = 8


# The server, in a process of its own


def serve(ready: Connection) -> None:
    """Answer each connection after `DELAY` seconds."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readline()
        await asyncio.sleep(DELAY)
        writer.write(b"done\n")
        writer.close()
        await writer.wait_closed()

    async def main() -> None:
        server = await asyncio.start_server(answer, "127.0.0.1", 0, backlog=500)
        ready.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(main())


@contextlib.contextmanager
def server() -> Iterator[int]:
    """The port of one that runs."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.Process(target=serve, args=(theirs,), daemon=True)
    process.start()
    yield ours.recv()
    process.kill()
    process.join()


def ask(port: int) -> None:
    """A blocking request."""
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(b"please\n")
        while connection.recv(100):
            pass


async def ask_async(port: int) -> None:
    """The same with asyncio."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"please\n")
    await reader.read()
    writer.close()
    await writer.wait_closed()


def compute(limit: int) -> int:
    """Work in Python."""
    total = 0
    for number in range(limit):
        total += number * number % 7
    return total


# Tables


def waits(port: int) -> dict[str, float]:
    """Seconds for `REQUESTS` requests."""

    async def tasks() -> None:
        async with asyncio.TaskGroup() as group:
            for _ in range(REQUESTS):
                group.create_task(ask_async(port))

    def pool(executor: Executor) -> None:
        with executor:
            list(executor.map(ask, [port] * REQUESTS))

    return {
        "one after the other": REQUESTS * times(REQUESTS, lambda: ask(port)),
        f"asyncio, {REQUESTS} tasks": seconds(lambda: asyncio.run(tasks())),
        f"{REQUESTS} threads": seconds(lambda: pool(ThreadPoolExecutor(REQUESTS))),
        f"{WORKERS} processes": seconds(lambda: pool(ProcessPoolExecutor(WORKERS))),
    }


def computations() -> dict[str, float]:
    """Seconds for `PARTS` computations."""

    async def tasks() -> None:
        async def part() -> int:
            return compute(LIMIT)

        async with asyncio.TaskGroup() as group:
            for _ in range(PARTS):
                group.create_task(part())

    def pool(executor: Executor) -> None:
        with executor:
            list(executor.map(compute, [LIMIT] * PARTS))

    return {
        "one after the other": seconds(lambda: [compute(LIMIT) for _ in range(PARTS)]),
        f"asyncio, {PARTS} tasks": seconds(lambda: asyncio.run(tasks())),
        f"{PARTS} threads": seconds(lambda: pool(ThreadPoolExecutor(PARTS))),
        f"{PARTS} processes": seconds(lambda: pool(ProcessPoolExecutor(PARTS))),
        f"{PARTS} interpreters": seconds(lambda: pool(InterpreterPoolExecutor(PARTS))),
    }


def fetch_and_compute(port: int) -> int:
    """One piece of mixed work."""
    ask(port)
    return compute(SOME)


def both(port: int) -> dict[str, float]:
    """Seconds for `MIXED` requests, after each of which something is computed."""

    async def tasks(executor: Executor | None) -> None:
        async def piece() -> int:
            await ask_async(port)
            if executor is None:
                return compute(SOME)
            return await asyncio.get_running_loop().run_in_executor(executor, compute, SOME)

        async with asyncio.TaskGroup() as group:
            for _ in range(MIXED):
                group.create_task(piece())

    def with_pool() -> None:
        with ProcessPoolExecutor(os.cpu_count()) as executor:
            asyncio.run(tasks(executor))

    def pool(executor: Executor) -> None:
        with executor:
            list(executor.map(fetch_and_compute, [port] * MIXED))

    return {
        "one after the other": seconds(lambda: [fetch_and_compute(port) for _ in range(MIXED)]),
        "asyncio, all in the loop": seconds(lambda: asyncio.run(tasks(None))),
        f"{MIXED} threads": seconds(lambda: pool(ThreadPoolExecutor(MIXED))),
        f"{WORKERS} processes": seconds(lambda: pool(ProcessPoolExecutor(WORKERS))),
        "asyncio, computing in a pool of processes": seconds(with_pool),
    }


def main() -> None:
    """All tables."""
    with server() as port:
        ask(port)
        json.dump({"waits": waits(port), "computations": computations(), "both": both(port)}, sys.stdout)


if __name__ == "__main__":
    main()
