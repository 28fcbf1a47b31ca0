"""pytest tests that try 200 schedules each"""
# /// script
# dependencies = ["pytest"]
# ///

import asyncio
from contextlib import AbstractAsyncContextManager, nullcontext

import pytest
from fuzz_schedules import fuzz, replay

visitors = 0


async def count_visit(lock: AbstractAsyncContextManager[None]) -> None:
    global visitors
    async with lock:
        seen = visitors
        await asyncio.sleep(0.1)  # save to a database
        visitors = seen + 1


async def two_visits(lock: AbstractAsyncContextManager[None]) -> None:
    global visitors
    visitors = 0
    async with asyncio.TaskGroup() as group:
        group.create_task(count_visit(lock))
        await asyncio.sleep(0.15)
        group.create_task(count_visit(lock))
    assert visitors == 2, f"counted {visitors}"


def test_with_a_lock() -> None:
    fuzz(lambda: two_visits(asyncio.Lock()), jitter=1.0)


def test_without() -> None:
    fuzz(lambda: two_visits(nullcontext()), jitter=1.0)


def test_without_replayed() -> None:
    replay(lambda: two_visits(nullcontext()), schedule=[1], jitter=1.0)


class Summary:
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call":
            print(report.nodeid.partition("::")[2], report.outcome)
            for line in report.longreprtext.splitlines():
                if "found after" in line:
                    print("  " + line.removeprefix("E").strip())


if __name__ == "__main__":
    options = ["-p", "no:terminal", "-p", "no:cacheprovider", "-p", "no:asyncio"]
    pytest.main([__file__, *options], plugins=[Summary()])
