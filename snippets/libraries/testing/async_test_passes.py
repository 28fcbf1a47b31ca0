"""An async test with pytest-asyncio"""
# /// script
# dependencies = ["pytest", "pytest-asyncio"]
# ///

import asyncio
import sys

import pytest


async def slow_add(a: int, b: int) -> int:
    await asyncio.sleep(0.01)
    return a + b


@pytest.mark.asyncio
async def test_adds() -> None:
    assert await slow_add(2, 3) == 5


@pytest.mark.asyncio
async def test_two_at_a_time() -> None:
    first, second = await asyncio.gather(slow_add(1, 1), slow_add(2, 2))
    assert (first, second) == (2, 4)


if __name__ == "__main__":
    options = ["-qq", "-rA", "-o", "asyncio_default_fixture_loop_scope=function"]
    sys.exit(pytest.main([__file__, *options]))
