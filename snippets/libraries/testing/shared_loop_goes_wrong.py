"""A semaphore of one test's loop, used in the next test"""
# /// script
# dependencies = ["pytest", "pytest-asyncio"]
# ///

import asyncio
import sys

import pytest

limit = asyncio.Semaphore(1)  # created at import, bound to the first loop in which it has to wait


async def use_it() -> None:
    async with limit:
        await asyncio.sleep(0.01)


@pytest.mark.asyncio
@pytest.mark.parametrize("number", (1, 2))
async def test_two_users(number: int) -> None:
    try:
        await asyncio.gather(use_it(), use_it())
    except RuntimeError as error:
        pytest.fail(str(error).partition("> ")[2])


if __name__ == "__main__":
    options = ["-qq", "--tb=no", "-rA", "-o", "asyncio_default_fixture_loop_scope=function"]
    sys.exit(pytest.main([__file__, *options]))
