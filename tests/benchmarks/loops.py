"""What uvloop changes: CPU time on asyncio's event loop ÷ CPU time on uvloop, each pair measured in turn.

Run it with a Python that has uvloop: `python tests/benchmarks/loops.py`. The figures are on the page "Profile
an asyncio program, and uvloop".
"""

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable
from typing import Any

import uvloop

REPEATS = 7


class Echo(asyncio.Protocol):
    """Sends everything back."""

    def connection_made(self, transport: Any) -> None:
        """Keep the transport."""
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        """Echo."""
        self.transport.write(data)


class Pinger(asyncio.Protocol):
    """Sends a message again each time it comes back, until it has come back `count` times."""

    def __init__(self, count: int) -> None:
        self.left = count
        self.done = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: Any) -> None:
        """Begin."""
        self.transport = transport
        transport.write(b"x" * 1024)

    def data_received(self, data: bytes) -> None:
        """Again."""
        self.left -= 1
        if self.left:
            self.transport.write(data)
        else:
            self.transport.close()
            self.done.set_result(None)


async def echo_protocol() -> None:
    """3,000 messages of 1 KiB there and back between two protocols."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Echo, "127.0.0.1", 0)
    _, pinger = await loop.create_connection(lambda: Pinger(3_000), *server.sockets[0].getsockname())
    await pinger.done
    server.close()


async def echo_streams() -> None:
    """3,000 messages of 1 KiB there and back between two streams."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(4096):
            writer.write(data)
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    for _ in range(3_000):
        writer.write(b"x" * 1024)
        await reader.readexactly(1024)
    writer.close()
    server.close()


async def switch_tasks() -> None:
    """100 tasks that each call sleep(0) 1,000 times."""

    async def work() -> None:
        for _ in range(1_000):
            await asyncio.sleep(0)

    await asyncio.gather(*(work() for _ in range(100)))


async def compute() -> None:
    """Python code that awaits nothing."""
    sum(number * number for number in range(2_000_000))


def seconds(work: Callable[[], Awaitable[None]], factory: Callable[[], asyncio.AbstractEventLoop]) -> float:
    """How much CPU time a piece of work takes on a new loop, without the loop's own start."""

    async def timed() -> float:
        start = time.process_time()
        await work()
        return time.process_time() - start

    with asyncio.Runner(loop_factory=factory) as runner:
        return runner.run(timed())


def main() -> None:
    """Print a line per work: the median of the ratios, the least and the largest of them."""
    for work in (echo_protocol, echo_streams, switch_tasks, compute):
        ratios = [seconds(work, asyncio.new_event_loop) / seconds(work, uvloop.new_event_loop) for _ in range(REPEATS)]
        print(f"{work.__name__}: {statistics.median(ratios):.1f} ({min(ratios):.1f} to {max(ratios):.1f})")


if __name__ == "__main__":
    main()
