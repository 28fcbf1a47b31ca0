"""What pytest reports about an async test that fails"""
# /// script
# dependencies = ["pytest", "pytest-asyncio"]
# ///

import asyncio
import sys

import pytest


async def price_of(item: str) -> int:
    await asyncio.sleep(0.01)
    return {"tea": 3, "cake": 4}[item]


@pytest.mark.asyncio
async def test_total() -> None:
    prices = await asyncio.gather(price_of("tea"), price_of("cake"))
    assert sum(prices) == 8


if __name__ == "__main__":
    options = ["-qq", "-o", "asyncio_default_fixture_loop_scope=function"]
    sys.exit(pytest.main([__file__, *options]))
