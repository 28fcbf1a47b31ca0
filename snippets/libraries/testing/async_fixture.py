"""An async fixture: set up, test, clean up"""
# /// script
# dependencies = ["pytest", "pytest-asyncio"]
# ///

import asyncio
import sys
from collections.abc import AsyncIterator

import pytest


@pytest.fixture
async def address() -> AsyncIterator[tuple[str, int]]:
    async def shout(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write((await reader.readline()).upper())
        writer.close()

    server = await asyncio.start_server(shout, "127.0.0.1", 0)
    print("server started")
    yield server.sockets[0].getsockname()
    server.close()
    print("server closed")


async def test_shouts(address: tuple[str, int]) -> None:
    reader, writer = await asyncio.open_connection(*address)
    writer.write(b"hello\n")
    assert await reader.readline() == b"HELLO\n"
    writer.close()


if __name__ == "__main__":
    options = ["-qq", "-s", "-o", "asyncio_mode=auto", "-o", "asyncio_default_fixture_loop_scope=function"]
    sys.exit(pytest.main([__file__, *options]))
