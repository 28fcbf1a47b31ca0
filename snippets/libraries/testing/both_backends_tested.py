"""AnyIO's plugin: each test on asyncio and on Trio"""
# /// script
# dependencies = ["pytest", "anyio[trio]"]
# ///

import sys
from collections.abc import AsyncIterator

import anyio
import pytest
from anyio.streams.memory import MemoryObjectReceiveStream, MemoryObjectSendStream

Ends = tuple[MemoryObjectSendStream[int], MemoryObjectReceiveStream[int]]


@pytest.fixture(params=["asyncio", "trio"])
def anyio_backend(request: pytest.FixtureRequest) -> str:
    backend: str = request.param
    return backend


@pytest.fixture
async def stream_ends(anyio_backend: str) -> AsyncIterator[Ends]:
    send, receive = anyio.create_memory_object_stream[int](1)
    async with send, receive:
        yield send, receive


@pytest.mark.anyio
async def test_item_arrives(stream_ends: Ends) -> None:
    send, receive = stream_ends
    await send.send(7)
    assert await receive.receive() == 7


@pytest.mark.anyio
async def test_time_limit() -> None:
    with pytest.raises(TimeoutError):
        with anyio.fail_after(0.01):
            await anyio.sleep_forever()


if __name__ == "__main__":
    options = ["-qq", "-rA", "-p", "no:asyncio", "-W", "ignore::pytest.PytestAssertRewriteWarning"]
    sys.exit(pytest.main([__file__, *options]))
