"""Fixtures and options of all tests."""

import asyncio
import gc
from collections.abc import Iterator

import edits
import native
import pytest
import site_build
from interleave_site.pages import every_page
from interleave_site.snippet import every_snippet


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--build`, which `make test ARGS=…` gives; `--firefox`, `--offline` and `--traces`, for a complete pass."""
    parser.addoption("--build", action="store_true", help="build the site first if a test looks at it and it is stale")
    parser.addoption("--firefox", action="store_true", help="run the programs of all pages in Firefox, not of some")
    parser.addoption(
        "--offline", action="store_true", help="run the programs of all pages without a network, not of some"
    )
    parser.addoption("--traces", action="store_true", help="record the programs of all pages twice, not of some")


def pytest_configure() -> None:
    """Make sure that tests and their programs can be interrupted, even if all of them run in the background."""
    native.heed_interrupts()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the longest tests first, so that workers finish together; then those that need a browser."""
    items.sort(key=lambda item: (item.get_closest_marker("long") is None, "browser" not in item.path.parts))


def pytest_collection_finish() -> None:
    """Leave the thousands of tests out of later garbage collections: there is one after each program run in process."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def site(request: pytest.FixtureRequest) -> None:
    """The built site: with `--build` from the current files, otherwise as last built."""
    if request.config.getoption("build"):
        site_build.build()


@pytest.fixture(autouse=True)
def no_running_loop(request: pytest.FixtureRequest) -> Iterator[None]:
    """Hide a running event loop from programs, in a test process that has driven a browser before.

    Playwright's synchronous API leaves its loop running in this thread, between the calls.
    """
    if "browser" in request.path.parts:
        yield
        return
    others = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    yield
    asyncio._set_running_loop(others)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print how much of the guide was tested."""
    programs = every_snippet()
    live = sum(not snippet.needs for snippet in programs)
    pages = len(every_page())
    terminalreporter.write_line(f"pages: {pages}, programs: {len(programs)}, of which run live in the tab: {live}")
    terminalreporter.write_line(f"edits that the pages suggest: {len(edits.every_edit())}")
