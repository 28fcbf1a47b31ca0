"""An async test without a plugin fails"""
# /// script
# dependencies = ["pytest"]
# ///

import sys

import pytest


async def test_never_awaited() -> None:
    raise AssertionError


if __name__ == "__main__":
    plugins = ["-p", "no:asyncio", "-p", "no:anyio"]
    sys.exit(pytest.main([__file__, "-qq", "--tb=no", *plugins]))
