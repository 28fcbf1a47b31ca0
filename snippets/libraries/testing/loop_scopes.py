"""One event loop per test, or one for the module"""
# /// script
# dependencies = ["pytest", "pytest-asyncio"]
# ///

import asyncio
import sys

import pytest

loops: dict[str, set[asyncio.AbstractEventLoop]] = {"function": set(), "module": set()}


@pytest.mark.asyncio
@pytest.mark.parametrize("number", range(3))
async def test_loop_of_its_own(number: int) -> None:
    loops["function"].add(asyncio.get_running_loop())


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("number", range(3))
async def test_shared_loop(number: int) -> None:
    loops["module"].add(asyncio.get_running_loop())


def test_count() -> None:
    for scope, seen in loops.items():
        print(f"{scope}: 3 tests, {len(seen)} loops")


if __name__ == "__main__":
    options = ["-qq", "-s", "-o", "asyncio_default_fixture_loop_scope=function"]
    sys.exit(pytest.main([__file__, *options]))
